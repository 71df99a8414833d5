package dev.kedge.profile.otlp;

import dev.kedge.model.TimeRange;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.Profile;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.SampledTask;
import dev.kedge.profile.WeightedStack;
import dev.kedge.profile.filter.FilterException;
import dev.kedge.profile.filter.ProfileFilter;
import dev.kedge.profile.filter.ToldKeys;
import dev.kedge.profile.recording.RecordedSample;
import dev.kedge.profile.workload.WorkloadPatterns;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What Kedge takes from a message.
 *
 * @param profiles those it has a kind for, in the order of the message
 * @param refused why others are left out, one reason for each
 */
public record OtlpMessage(List<OtlpProfile> profiles, List<String> refused) {
  private record Key(String command, int pid, List<NamedFrame> frames) {}

  public OtlpMessage {
    profiles = List.copyOf(profiles);
    refused = List.copyOf(refused);
  }

  /**
   * Those samples that a filter holds for, with what they tell of threads, cgroups, CPUs and hosts.
   *
   * @throws FilterException when it asks for what no sample tells
   */
  public OtlpMessage matching(ProfileFilter filter) {
    if (filter.terms().isEmpty() || profiles.isEmpty()) {
      return this;
    }
    WorkloadPatterns workloads = WorkloadPatterns.shipped();
    ToldKeys told = new ToldKeys(workloads);
    profiles.forEach(profile -> profile.tell(told));
    told.require(filter);
    Predicate<SampledTask> tasks = filter.tasks(workloads);
    return new OtlpMessage(
        profiles.stream().map(one -> one.matching(filter, tasks)).toList(), refused);
  }

  /**
   * All profiles of the first one's kind as one, without threads, hosts and times; empty when there
   * is none.
   */
  public Optional<Profile> merged() {
    if (profiles.isEmpty()) {
      return Optional.empty();
    }
    SampleKind kind = profiles.getFirst().timed().kind();
    Duration period = profiles.getFirst().timed().period();
    List<WeightedStack> stacks = new ArrayList<>();
    Map<Key, Long> timed = new LinkedHashMap<>();
    TimeRange range = profiles.getFirst().range();
    long lost = 0;
    for (OtlpProfile profile : profiles) {
      if (profile.timed().kind() == kind) {
        range = spanning(range, profile.range());
        lost += profile.timed().lost();
        profile.counted().stream()
            .map(sample ->
                new WeightedStack(
                    sample.task().command(), sample.task().pid(), sample.frames(), sample.count()))
            .forEach(stacks::add);
        for (RecordedSample sample : profile.timed().samples()) {
          timed.merge(
              new Key(sample.task().command(), sample.task().pid(), sample.frames()),
              1L,
              Long::sum);
        }
      }
    }
    timed.forEach((key, count) ->
        stacks.add(new WeightedStack(key.command(), key.pid(), key.frames(), count)));
    return Optional.of(new Profile(range, kind, period, stacks, lost));
  }

  private static TimeRange spanning(TimeRange a, TimeRange b) {
    Instant start = a.start().isBefore(b.start()) ? a.start() : b.start();
    return new TimeRange(start, a.end().isAfter(b.end()) ? a.end() : b.end());
  }
}
