package dev.kedge.store.telemetry;

import dev.kedge.profile.SampledTask;
import dev.kedge.profile.filter.FilterKey;
import dev.kedge.profile.workload.Workload;
import dev.kedge.profile.workload.WorkloadPatterns;
import dev.kedge.store.disk.StoreException;
import dev.kedge.store.intake.Recent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Counts the samples of selections by one thing that tells threads apart. */
final class ValueReading {
  private static final int MOST = 1_000_000;

  private final Connection connection;
  private final Questions.Sources sources;
  private final Recent recent;
  private final FilterKey key;
  private final WorkloadPatterns workloads = WorkloadPatterns.shipped();
  private final Map<Counted, Long> counts = new HashMap<>();

  ValueReading(Connection connection, Questions.Sources sources, Recent recent, FilterKey key) {
    this.connection = connection;
    this.sources = sources;
    this.recent = recent;
    this.key = key;
  }

  /** What is added up before the values are made of it. */
  private record Counted(String value, String note) {}

  List<ValueCount> read(List<ProfileSelection> selections) throws SQLException {
    EnumSet<TaskColumn> columns =
        switch (key) {
          case PID -> EnumSet.of(TaskColumn.PID, TaskColumn.COMMAND);
          case TID -> EnumSet.of(TaskColumn.TID, TaskColumn.THREAD);
          default -> EnumSet.of(TaskColumn.of(key).orElseThrow());
        };
    for (ProfileSelection selection : selections) {
      new SampleReading(connection, sources, recent.windows(selection.host()), selection, columns)
          .sums((task, _, samples) -> add(task, samples));
    }
    Map<Counted, Long> values = new HashMap<>();
    counts.forEach((counted, samples) ->
        values(counted).forEach(value -> values.merge(value, samples, Long::sum)));
    return values.entrySet().stream()
        .map(one -> new ValueCount(one.getKey().value(), one.getKey().note(), one.getValue()))
        .sorted(
            Comparator.comparingLong(ValueCount::samples)
                .reversed()
                .thenComparing(ValueCount::value)
                .thenComparing(ValueCount::note))
        .toList();
  }

  private void add(SampledTask task, long samples) {
    Counted counted =
        switch (key) {
          case PID -> new Counted(String.valueOf(task.pid()), task.command());
          case TID -> new Counted(String.valueOf(task.tid()), task.thread());
          case COMMAND -> new Counted(task.command(), "");
          case THREAD -> new Counted(task.thread(), "");
          case NS -> new Counted(task.namespaces().withPidThere(0).text(), "");
          default -> new Counted(task.cgroup(), "");
        };
    counts.merge(counted, samples, Long::sum);
    if (counts.size() > MOST) {
      throw new StoreException(
          "more than %d values of %s: select a shorter range".formatted(MOST, key.word()));
    }
  }

  /** A process is in several namespaces; in those of the host none is told. */
  private Stream<Counted> values(Counted counted) {
    if (key != FilterKey.NS) {
      return value(counted).stream();
    }
    return Arrays.stream(counted.value().split(" ", -1))
        .filter(one -> !one.isEmpty())
        .map(one -> new Counted(one, ""));
  }

  /** Cgroups are looked at once each, not with every row. */
  private Optional<Counted> value(Counted counted) {
    Workload workload =
        switch (key) {
          case NAMESPACE, POD, CONTAINER -> workloads.of(counted.value());
          default -> Workload.NONE;
        };
    return switch (key) {
      case NAMESPACE -> workload.namespace().map(name -> new Counted(name, ""));
      case POD ->
          workload
              .podName()
              .or(workload::pod)
              .map(pod -> new Counted(pod, workload.namespace().orElse("")));
      case CONTAINER ->
          workload.container().map(id -> new Counted(id, workload.runtime().orElse("")));
      default -> Optional.of(counted);
    };
  }
}
