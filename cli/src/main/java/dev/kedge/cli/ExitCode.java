package dev.kedge.cli;

import dev.kedge.bandwidth.BandwidthException;

/** The exit codes of every sub-command. */
public final class ExitCode {
  /** Done, and nothing was found that its user must see to. */
  public static final int OK = 0;

  /** A finding, or a gate that failed. */
  public static final int FINDING = 1;

  /** The command or its input is wrong. */
  public static final int USAGE = 2;

  /** The environment cannot do it; the message says what is missing. */
  public static final int ENVIRONMENT = 3;

  private ExitCode() {}

  /** What a failure that ended a sub-command means for its caller. */
  public static int of(Exception failure) {
    return failure instanceof IllegalArgumentException || failure instanceof BandwidthException
        ? USAGE
        : ENVIRONMENT;
  }
}
