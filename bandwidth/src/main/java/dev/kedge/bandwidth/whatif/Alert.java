package dev.kedge.bandwidth.whatif;

/**
 * Whether the throttling of a group is worth somebody's attention.
 *
 * @param verdict what to do
 * @param reason why, with the figures
 * @param lostSecondsPerSecond thread time lost to waiting, seconds per second
 * @param throttledCpus what {@code throttled_usec} says: a sum over CPUs, whatever waited there
 * @param stalledShare part of the time in which a thread wanted to run that it had to wait
 */
public record Alert(
    Verdict verdict,
    String reason,
    double lostSecondsPerSecond,
    double throttledCpus,
    double stalledShare) {

  /** What to do about an alert. */
  public enum Verdict {
    /** Nothing. */
    IGNORE,
    /** Look at it in working hours. */
    TICKET,
    /** Wake somebody. */
    WAKE
  }
}
