package dev.kedge.profile.otlp;

import dev.kedge.model.TimeRange;
import dev.kedge.profile.recording.CountedSample;
import dev.kedge.profile.recording.RecordedWindows;
import dev.kedge.profile.recording.Recording;
import java.time.Duration;
import java.time.Instant;
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

  /** Span of samples without times that name none: the length of Kedge's windows. */
  private static final Duration UNTOLD = Duration.ofSeconds(10);

  /** Time of the first sample; the epoch where no time is told. */
  public Instant first() {
    Instant time = Instant.ofEpochSecond(0, timed.first());
    return counted.isEmpty() || (!timed.samples().isEmpty() && time.isBefore(range.start()))
        ? time
        : range.start();
  }

  /**
   * Adds its samples to the windows of a host.
   *
   * @param zero when the epoch of its times is: {@link Instant#EPOCH}, or another to move it
   */
  public void into(RecordedWindows windows, Instant zero) {
    windows.add(timed, zero);
    Instant start = range.start().plus(Duration.between(Instant.EPOCH, zero));
    Duration span = range.duration().isZero() ? UNTOLD : range.duration();
    windows.add(
        counted,
        new TimeRange(start, start.plus(span)),
        timed.kind(),
        timed.period(),
        timed.samples().isEmpty() ? timed.lost() : 0);
  }

  /** Samples in all. */
  public long samples() {
    return timed.samples().size() + counted.stream().mapToLong(CountedSample::count).sum();
  }
}
