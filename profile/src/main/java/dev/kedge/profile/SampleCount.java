package dev.kedge.profile;

/**
 * How often one stack was seen in one thread during a window.
 *
 * @param stackId key of the stack dictionary
 * @param task where it ran
 * @param count samples, at least 1
 * @param moments when in the window and on which CPUs: one for each sample, or none where that is
 *     not known
 */
public record SampleCount(long stackId, SampledTask task, long count, SampleMoments moments) {
  public SampleCount {
    if (!moments.isUnknown() && moments.count() != count) {
      throw new IllegalArgumentException(
          "%d samples with %d moments: expected one for each, or none"
              .formatted(count, moments.count()));
    }
  }

  /** Samples of a process whose threads and moments are not known. */
  public SampleCount(long stackId, int pid, String command, String cgroup, long count) {
    this(stackId, SampledTask.process(pid, command, cgroup), count, SampleMoments.UNKNOWN);
  }

  /** Process id of the task. */
  public int pid() {
    return task.pid();
  }

  /** Process name of the task. */
  public String command() {
    return task.command();
  }

  /** Cgroup of the task. */
  public String cgroup() {
    return task.cgroup();
  }
}
