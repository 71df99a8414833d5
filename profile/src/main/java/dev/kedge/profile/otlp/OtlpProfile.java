package dev.kedge.profile.otlp;

import dev.kedge.model.TimeRange;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.SampledTask;
import dev.kedge.profile.filter.FilterKey;
import dev.kedge.profile.filter.ProfileFilter;
import dev.kedge.profile.filter.ToldKeys;
import dev.kedge.profile.recording.CountedSample;
import dev.kedge.profile.recording.RecordedWindows;
import dev.kedge.profile.recording.Recording;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

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
  /** Span of samples without times that name none: the length of Kedge's windows. */
  private static final Duration UNTOLD = Duration.ofSeconds(10);

  public OtlpProfile {
    counted = List.copyOf(counted);
  }

  private record Group(
      OtlpResource resource, SampleKind kind, Duration period, Optional<TimeRange> range) {
    static Group of(OtlpProfile profile) {
      return new Group(
          profile.resource,
          profile.timed.kind(),
          profile.timed.period(),
          profile.counted.isEmpty() ? Optional.empty() : Optional.of(profile.range));
    }
  }

  /**
   * The same samples in as few profiles as can hold them: a sender may make one for each container
   * of a host, and each would be windows of its own.
   */
  public static List<OtlpProfile> joined(List<OtlpProfile> profiles) {
    Map<Group, List<OtlpProfile>> groups =
        profiles.stream()
            .collect(Collectors.groupingBy(Group::of, LinkedHashMap::new, Collectors.toList()));
    return groups.values().stream().map(OtlpProfile::join).toList();
  }

  private static OtlpProfile join(List<OtlpProfile> group) {
    OtlpProfile first = group.getFirst();
    return new OtlpProfile(
        first.resource,
        first.range,
        new Recording(
            first.timed.kind(),
            first.timed.period(),
            first.timed.wallClock(),
            group.stream().flatMap(profile -> profile.timed.samples().stream()).toList(),
            group.stream().mapToLong(profile -> profile.timed.lost()).sum(),
            group.stream().mapToLong(profile -> profile.timed.skipped()).sum()),
        group.stream().flatMap(profile -> profile.counted.stream()).toList());
  }

  /** With those samples that the filter holds for; none where it does not hold for the host. */
  OtlpProfile matching(ProfileFilter filter, Predicate<SampledTask> tasks) {
    boolean host = filter.matchesHost(resource.host().orElse(""));
    // Samples without times tell no CPU either.
    boolean untimed = host && !filter.keys().contains(FilterKey.CPU);
    Recording matching =
        new Recording(
            timed.kind(),
            timed.period(),
            timed.wallClock(),
            timed.samples().stream()
                .filter(
                    sample -> host && filter.matchesCpu(sample.cpu()) && tasks.test(sample.task()))
                .toList(),
            timed.lost(),
            timed.skipped());
    return new OtlpProfile(
        resource,
        range,
        matching,
        counted.stream().filter(sample -> untimed && tasks.test(sample.task())).toList());
  }

  /** Tells which keys of a filter its samples have values for. */
  void tell(ToldKeys told) {
    told.addHost(resource.host());
    counted.forEach(sample -> told.add(sample.task()));
    timed
        .samples()
        .forEach(sample -> {
          told.add(sample.task());
          told.addCpu(sample.cpu());
        });
  }

  /** Time of the first sample; the epoch where no time is told. */
  public Instant first() {
    Instant time = Instant.ofEpochSecond(0, timed.first());
    return counted.isEmpty() || (!timed.samples().isEmpty() && time.isBefore(range.start()))
        ? time
        : range.start();
  }

  /** Time of the last sample, or the end of its span where samples have none. */
  public Instant last() {
    Instant time = Instant.ofEpochSecond(0, timed.last());
    return counted.isEmpty() || time.isAfter(range.end()) ? time : range.end();
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
