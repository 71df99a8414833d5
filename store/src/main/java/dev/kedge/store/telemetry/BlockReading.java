package dev.kedge.store.telemetry;

import dev.kedge.model.TimeRange;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.Profile;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleMoments;
import dev.kedge.profile.WeightedStack;
import dev.kedge.store.disk.StoreException;
import dev.kedge.store.intake.Recent;
import dev.kedge.store.sql.Micros;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Cuts the samples of selections into blocks of time, each row read once. */
final class BlockReading {
  /** Pairs of a block and a stack: some hundred megabytes. */
  private static final int MOST_ENTRIES = 2_000_000;

  private final Connection connection;
  private final Questions.Sources sources;
  private final Recent recent;
  private final TimeRange whole;
  private final long blockMicros;
  private final List<Map<Long, Long>> blocks = new ArrayList<>();
  private final List<ProfileWindow> windows = new ArrayList<>();
  private int entries;

  /**
   * Reads blocks of a span.
   *
   * @param whole every selection lies in it
   * @param block length of a block; the last one is shorter where they do not fit
   */
  BlockReading(
      Connection connection,
      Questions.Sources sources,
      Recent recent,
      TimeRange whole,
      Duration block) {
    this.connection = connection;
    this.sources = sources;
    this.recent = recent;
    this.whole = whole;
    this.blockMicros = block.toNanos() / 1000;
    long count = Math.ceilDiv(whole.duration().toNanos() / 1000, blockMicros);
    for (long i = 0; i < count; i++) {
      blocks.add(new HashMap<>());
    }
  }

  List<Profile> read(List<ProfileSelection> selections) throws SQLException {
    for (ProfileSelection selection : selections) {
      SampleReading rows =
          new SampleReading(
              connection, sources, recent.windows(selection.host()), selection, Set.of());
      Span span = selection.span();
      SampleReading.Rows add =
          (start, _, stack, samples, moments) ->
              row(span, selection.filter(), start, stack, samples, moments);
      rows.fromFiles(false, add);
      rows.fromMemory(add);
      windows.addAll(recent.windows(selection.host()));
    }
    ProfileSelection first = selections.getFirst();
    return profiles(first, stacks(first));
  }

  private void row(
      Span span,
      SampleFilter filter,
      long startMicros,
      long stackId,
      long samples,
      SampleMoments moments) {
    if (moments.isUnknown()) {
      if (!filter.asksCpus()) {
        add(Math.clamp(startMicros, span.start(), span.end() - 1), stackId, samples);
      }
      return;
    }
    moments.forEach((slot, cpu) -> {
      long at = Span.micros(startMicros, slot);
      if (span.holds(at) && filter.matchesCpu(cpu)) {
        add(at, stackId, 1);
      }
    });
  }

  private void add(long micros, long stackId, long samples) {
    int block = (int) ((micros - Micros.of(whole.start())) / blockMicros);
    if (blocks.get(block).merge(stackId, samples, Long::sum) == samples
        && ++entries > MOST_ENTRIES) {
      throw new StoreException(
          "more than %d different stacks in %d blocks: select a shorter range or one process"
              .formatted(MOST_ENTRIES, blocks.size()));
    }
  }

  private Map<Long, List<NamedFrame>> stacks(ProfileSelection first) throws SQLException {
    Set<Long> ids = new HashSet<>();
    blocks.forEach(block -> ids.addAll(block.keySet()));
    return new DictionaryReading(
            connection, sources, windows, new Span(first.host(), whole, first.kind()))
        .stacks(ids);
  }

  private List<Profile> profiles(ProfileSelection first, Map<Long, List<NamedFrame>> stacks) {
    List<Profile> profiles = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      if (blocks.get(i).isEmpty()) {
        continue;
      }
      List<WeightedStack> weighted = new ArrayList<>();
      blocks
          .get(i)
          .forEach((id, count) ->
              weighted.add(
                  new WeightedStack(
                      "", -1, stacks.getOrDefault(id, DictionaryReading.LOST_STACK), count)));
      Instant start = whole.start().plusNanos(i * blockMicros * 1000);
      Instant end = start.plusNanos(blockMicros * 1000);
      profiles.add(
          new Profile(
              new TimeRange(start, end.isBefore(whole.end()) ? end : whole.end()),
              first.kind(),
              Duration.ZERO,
              weighted,
              0));
    }
    return profiles;
  }
}
