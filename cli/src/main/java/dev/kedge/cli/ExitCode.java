package dev.kedge.cli;

/** The exit codes of every sub-command. */
final class ExitCode {
  static final int OK = 0;
  static final int FINDING = 1;
  static final int USAGE = 2;
  static final int ENVIRONMENT = 3;

  private ExitCode() {}

  /** What a failure that ended a sub-command means for its caller. */
  static int of(Exception failure) {
    return failure instanceof IllegalArgumentException ? USAGE : ENVIRONMENT;
  }
}
