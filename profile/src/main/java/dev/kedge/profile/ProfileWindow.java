package dev.kedge.profile;

import dev.kedge.model.BootId;
import dev.kedge.model.HostId;
import dev.kedge.model.TimeRange;
import java.time.Duration;
import java.util.List;

/**
 * All samples of one kind that one host took in one window: the unit of upload and of loss.
 *
 * <p>{@code newStacks} and {@code newFrames} define dictionary entries that the agent has not sent
 * since the start of the window's UTC day (or since it last lost an upload); every stack id in
 * {@code samples} is defined in this window or in an earlier one of the same host and day.
 *
 * @param host where
 * @param boot during which boot
 * @param sequence with host, boot and kind identifies the window; rises, never reused (a restarted
 *     agent starts at its start time in epoch milliseconds)
 * @param range wall-clock span the samples were taken in
 * @param kind what a sample stands for
 * @param period time between two samples of one CPU
 * @param samples counts per stack, process and cgroup
 * @param newStacks dictionary entries first sent here
 * @param newFrames dictionary entries first sent here
 * @param lost samples the kernel dropped because a ring was full
 */
public record ProfileWindow(
    HostId host,
    BootId boot,
    long sequence,
    TimeRange range,
    SampleKind kind,
    Duration period,
    List<SampleCount> samples,
    List<StackDefinition> newStacks,
    List<FrameDefinition> newFrames,
    long lost) {
  public ProfileWindow {
    samples = List.copyOf(samples);
    newStacks = List.copyOf(newStacks);
    newFrames = List.copyOf(newFrames);
  }

  /** The same window with another number. */
  public ProfileWindow withSequence(long number) {
    return new ProfileWindow(
        host, boot, number, range, kind, period, samples, newStacks, newFrames, lost);
  }

  /** The same window with other rows of samples. */
  public ProfileWindow withSamples(List<SampleCount> rows) {
    return new ProfileWindow(
        host, boot, sequence, range, kind, period, rows, newStacks, newFrames, lost);
  }
}
