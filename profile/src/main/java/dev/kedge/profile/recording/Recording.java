package dev.kedge.profile.recording;

import dev.kedge.profile.SampleKind;
import java.time.Duration;
import java.util.List;

/**
 * All samples of one kind in a file that tells when each was taken.
 *
 * @param kind what a sample stands for
 * @param period time between two samples of one CPU, zero where the file does not tell
 * @param wallClock whether times count from the epoch; else from a moment the file does not tell,
 *     mostly the boot of its host
 * @param samples in any order
 * @param lost samples the profiler said it lost
 * @param skipped samples of events that are left out: a second event of the same kind, or one that
 *     is none of Kedge's kinds
 */
public record Recording(
    SampleKind kind,
    Duration period,
    boolean wallClock,
    List<RecordedSample> samples,
    long lost,
    long skipped) {
  public Recording {
    samples = List.copyOf(samples);
  }

  /** Time of the first sample on the recording's clock; 0 when it holds none. */
  public long first() {
    return samples.stream().mapToLong(RecordedSample::at).min().orElse(0);
  }

  /** Time of the last sample on the recording's clock; 0 when it holds none. */
  public long last() {
    return samples.stream().mapToLong(RecordedSample::at).max().orElse(0);
  }
}
