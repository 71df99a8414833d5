package dev.kedge.profile.otlp;

import dev.kedge.model.TimeRange;
import dev.kedge.profile.recording.CountedSample;
import dev.kedge.profile.recording.Recording;
import java.util.List;

/**
 * One profile of a message: the samples of one kind that one resource sent.
 *
 * @param resource where it comes from
 * @param range the span it names, empty where it names none
 * @param timed its kind and period, and its samples with times, which count from the epoch
 * @param counted its samples without times
 */
public record OtlpProfile(
    OtlpResource resource, TimeRange range, Recording timed, List<CountedSample> counted) {
  public OtlpProfile {
    counted = List.copyOf(counted);
  }

  /** Samples in all. */
  public long samples() {
    return timed.samples().size() + counted.stream().mapToLong(CountedSample::count).sum();
  }
}
