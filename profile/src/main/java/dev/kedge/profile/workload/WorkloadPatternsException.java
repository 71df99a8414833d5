package dev.kedge.profile.workload;

/** A patterns file that cannot be used; the message names file and line. */
public final class WorkloadPatternsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  WorkloadPatternsException(String file, int line, String problem) {
    super("%s:%d: %s".formatted(file, line, problem));
  }
}
