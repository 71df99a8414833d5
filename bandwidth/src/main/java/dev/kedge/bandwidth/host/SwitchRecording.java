package dev.kedge.bandwidth.host;

import java.util.List;

/**
 * What was read of a recording of {@code sched_switch} events.
 *
 * @param threads that were asked for and ran, the busiest first
 * @param spanNs from the first event to the last
 * @param switches events that were used
 * @param otherLines lines that hold no event of use
 * @param lostEvents events the recorder says it lost
 * @param disordered events that came with a time before the one before them, and were left out
 * @param wakeups whether wakeups were recorded too; without them the time a woken thread waited for
 *     its CPU counts as sleep
 * @param droppedTurns turns left out because a thread had too many, and threads beyond the bound
 */
public record SwitchRecording(
    List<RecordedThread> threads,
    long spanNs,
    long switches,
    long otherLines,
    long lostEvents,
    long disordered,
    boolean wakeups,
    long droppedTurns) {
  public SwitchRecording {
    threads = List.copyOf(threads);
  }
}
