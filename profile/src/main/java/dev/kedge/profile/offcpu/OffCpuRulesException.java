package dev.kedge.profile.offcpu;

/** A rules file that cannot be used; the message names file and line. */
public final class OffCpuRulesException extends RuntimeException {
  private static final long serialVersionUID = 1;

  OffCpuRulesException(String file, int line, String problem) {
    super("%s:%d: %s".formatted(file, line, problem));
  }
}
