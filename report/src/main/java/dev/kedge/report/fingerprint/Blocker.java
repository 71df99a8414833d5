package dev.kedge.report.fingerprint;

/**
 * What holds up a hung task: kernels with CONFIG_DETECT_HUNG_TASK_BLOCKER name the lock's kind and
 * its owner (kernel/hung_task.c, debug_show_blocker), and print the owner's stack.
 *
 * @param lock kind of the lock: {@code mutex}, {@code semaphore}, {@code rw-semaphore}
 * @param place what the owner is doing: the function it waits in, or, where it runs, the operation
 *     it was asked for
 */
public record Blocker(String lock, String place) {
  /** One text for both, the same on every host. */
  public String key() {
    return lock + " held in " + place;
  }
}
