package dev.kedge.profile.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.profile.SampleCount;
import dev.kedge.profile.SampleMoments;
import dev.kedge.profile.SampledTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/** Blocks give back the samples of every window, in few bytes. */
class SampleBlockTest {
  private static final long START = 1_795_000_000_123_456L;
  private static final Duration PERIOD = Duration.ofNanos(52_631_578);

  record Added(long start, long end, SampleCount row) {}

  /** Samples by window, task, stack, slot and CPU. */
  private static Map<List<Object>, Integer> samples(List<Added> rows) {
    Map<List<Object>, Integer> samples = new HashMap<>();
    for (Added added : rows) {
      added
          .row()
          .moments()
          .forEach((slot, cpu) ->
              samples.merge(
                  List.of(
                      added.start(),
                      added.end(),
                      added.row().task(),
                      added.row().stackId(),
                      slot,
                      cpu),
                  1,
                  Integer::sum));
    }
    return samples;
  }

  private static SampleBlock block(List<Added> rows, Duration period) {
    SampleBlock.Builder builder = new SampleBlock.Builder();
    rows.forEach(added -> builder.add(added.start(), added.end(), added.row()));
    return builder.build(period);
  }

  private static List<Added> unpacked(byte[] timeline, List<SampleCount> rows, Duration period) {
    List<Added> unpacked = new ArrayList<>();
    SampleBlock.unpack(
        rows, timeline, period, (start, end, row) -> unpacked.add(new Added(start, end, row)));
    return unpacked;
  }

  @Property(tries = 300)
  void givesBackEverySample(@ForAll("rows") List<Added> rows, @ForAll("periods") Duration period) {
    SampleBlock block = block(rows, period);
    assertThat(samples(unpacked(block.timeline(), block.rows().reversed(), period)))
        .isEqualTo(samples(rows));
    assertThat(block.rows().stream().mapToLong(SampleCount::count).sum())
        .isEqualTo(rows.stream().mapToLong(added -> added.row().count()).sum());
    assertThat(block.rows()).isSortedAccordingTo(SampleBlock.ORDER);
  }

  @Property(tries = 300)
  void damagedBytesAreRefusedOrGiveAsManySamples(
      @ForAll("rows") List<Added> rows, @ForAll Random random) {
    SampleBlock block = block(rows, PERIOD);
    byte[] damaged = block.timeline().clone();
    if (damaged.length > 0) {
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
    }
    try {
      List<Added> unpacked = unpacked(damaged, block.rows(), PERIOD);
      assertThat(unpacked.stream().mapToLong(added -> added.row().count()).sum())
          .isEqualTo(rows.stream().mapToLong(added -> added.row().count()).sum());
    } catch (CompactException refused) {
      assertThat(refused).hasMessageMatching("(timeline of samples|coded bytes): .*");
    }
  }

  @Property(tries = 300)
  void anyBytesAreRefusedOrGiveAsManySamples(
      @ForAll byte[] bytes, @ForAll("rows") List<Added> rows) {
    SampleBlock block = block(rows, PERIOD);
    try {
      unpacked(bytes, block.rows(), PERIOD);
    } catch (CompactException refused) {
      assertThat(refused).hasMessageMatching("(timeline of samples|coded bytes): .*");
    }
  }

  @Test
  void refusesRowsItDoesNotBelongTo() {
    List<Added> rows = steadyLoad(10, new Random(1));
    SampleBlock block = block(rows, PERIOD);
    List<SampleCount> fewer = block.rows().subList(1, block.rows().size());
    assertThatThrownBy(() -> unpacked(block.timeline(), fewer, PERIOD))
        .isInstanceOf(CompactException.class)
        .hasMessageContaining("other rows");
  }

  @Test
  void refusesMoreSamplesThanItCanCode() {
    assertThatThrownBy(() -> new SampleBlock.Builder().build(PERIOD))
        .isInstanceOf(CompactException.class);
    int[] many = new int[SampleBlock.MAX_SAMPLES + 1];
    SampleBlock.Builder builder = new SampleBlock.Builder();
    builder.add(START, START + 10_000_000, row(1, 1, SampleMoments.of(many, many)));
    assertThatThrownBy(() -> builder.build(PERIOD)).isInstanceOf(CompactException.class);
  }

  /** Two busy CPUs for an hour, one task of sixteen stacks each: times cost next to nothing. */
  @Test
  void aSteadyLoadCostsTheChoiceOfItsStacks() {
    List<Added> rows = steadyLoad(360, new Random(2));
    SampleBlock block = block(rows, PERIOD);
    long samples = block.rows().stream().mapToLong(SampleCount::count).sum();
    assertThat(samples).isGreaterThan(130_000);
    // Sixteen stacks as likely are four bits.
    assertThat(8.0 * block.timeline().length / samples).isBetween(4.0, 4.4);
    assertThat(samples(unpacked(block.timeline(), block.rows(), PERIOD))).isEqualTo(samples(rows));
  }

  private static List<Added> steadyLoad(int windows, Random random) {
    List<Added> rows = new ArrayList<>();
    for (int window = 0; window < windows; window++) {
      long start = START + window * 10_000_700L;
      long end = start + 10_000_700L;
      for (int cpu = 0; cpu < 2; cpu++) {
        Map<Integer, List<Integer>> slots = new TreeMap<>();
        long first = Math.ceilDiv((start - START) * 1000 + cpu, PERIOD.toNanos());
        for (long tick = first; tick * PERIOD.toNanos() < (end - START) * 1000; tick++) {
          int slot = (int) ((tick * PERIOD.toNanos() / 1000 - (start - START)) / 20_000);
          slots.computeIfAbsent(random.nextInt(16), _ -> new ArrayList<>()).add(Math.max(0, slot));
        }
        int on = cpu;
        slots.forEach((stack, at) -> {
          int[] cpus = at.stream().mapToInt(_ -> on).toArray();
          SampleMoments moments =
              SampleMoments.of(at.stream().mapToInt(Integer::intValue).toArray(), cpus);
          rows.add(new Added(start, end, row(stack, 100 + on, moments)));
        });
      }
    }
    return rows;
  }

  private static SampleCount row(long stack, int pid, SampleMoments moments) {
    return new SampleCount(
        stack, new SampledTask(pid, "burner", pid, "", "/"), moments.count(), moments);
  }

  @Provide
  Arbitrary<Duration> periods() {
    return Arbitraries.of(
        PERIOD, Duration.ZERO, Duration.ofNanos(199), Duration.ofMillis(10), Duration.ofDays(1));
  }

  @Provide
  Arbitrary<List<Added>> rows() {
    Arbitrary<SampleMoments> moments =
        Arbitraries.integers()
            .between(1, 9)
            .flatMap(count ->
                Combinators.combine(
                        Arbitraries.frequencyOf(
                                Tuple.of(30, Arbitraries.integers().between(0, 700)),
                                Tuple.of(1, Arbitraries.just(SampleMoments.MAX_SLOT)))
                            .array(int[].class)
                            .ofSize(count),
                        Arbitraries.of(0, 1, 2, 300, SampleMoments.MAX_CPU)
                            .array(int[].class)
                            .ofSize(count))
                    .as(SampleMoments::of));
    return Combinators.combine(
            Arbitraries.of(0L, 10_000_000L, 10_000_001L, 25_000_000L, 3_599_000_000L),
            Arbitraries.of(0L, 1L, 10_000_000L, 60_000_000L),
            Arbitraries.longs().between(-3, 3),
            Arbitraries.of(0, 1, 7, 8, -1),
            Arbitraries.of("a", "é", ""),
            moments)
        .as((at, length, stack, pid, command, times) ->
            new Added(
                START + at,
                START + at + length,
                new SampleCount(
                    stack, new SampledTask(pid, command, pid, "t", "/"), times.count(), times)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(30);
  }
}
