package dev.kedge.profile.recording;

import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.SampledTask;
import java.util.List;

/**
 * How often another profiler saw one stack in one thread, without the times.
 *
 * @param task the thread; a process id below 0 where the file does not tell
 * @param frames leaf first; not copied, as many samples share one list
 * @param count samples, at least 1
 */
public record CountedSample(SampledTask task, List<NamedFrame> frames, long count) {}
