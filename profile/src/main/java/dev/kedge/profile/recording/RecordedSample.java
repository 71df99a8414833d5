package dev.kedge.profile.recording;

import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.SampledTask;
import java.util.List;

/**
 * One sample of another profiler.
 *
 * @param at nanoseconds on the clock of the recording
 * @param cpu where it was taken, 0 where the file does not tell
 * @param task the thread it was taken in
 * @param frames leaf first; not copied, as many samples share one list
 */
public record RecordedSample(long at, int cpu, SampledTask task, List<NamedFrame> frames) {}
