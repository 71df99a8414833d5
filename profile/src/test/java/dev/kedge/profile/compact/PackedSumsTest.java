package dev.kedge.profile.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.profile.SampleCount;
import dev.kedge.profile.SampleMoments;
import dev.kedge.profile.SampledTask;
import dev.kedge.profile.StackIds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Packed sums give back the rows of a block, in few bytes. */
class PackedSumsTest {
  private static final Map<Long, StackDictionary> DICTIONARIES =
      Map.of(7L, dictionary(0, 6), -9L, dictionary(4, 30));

  private static long stack(int number) {
    return StackIds.stack(frames(number));
  }

  private static long[] frames(int number) {
    return new long[] {number, number / 4, 1};
  }

  private static StackDictionary dictionary(int from, int to) {
    Map<Long, long[]> stacks = new HashMap<>();
    for (int i = from; i < to; i++) {
      stacks.put(stack(i), frames(i));
    }
    return StackDictionary.read(StackDictionaryWriter.write(Map.of(), stacks));
  }

  private static StackNumbers numbers() {
    StackNumbers numbers = new StackNumbers();
    DICTIONARIES.forEach(numbers::add);
    return numbers;
  }

  private static PackedSums read(byte[] bytes) {
    return PackedSums.read(bytes, id -> Optional.ofNullable(DICTIONARIES.get(id)));
  }

  @Property(tries = 300)
  void givesBackRows(@ForAll("rows") List<SampleCount> rows) {
    PackedSums read = read(PackedSums.write(rows, numbers()));
    assertThat(read.isWhole()).isTrue();
    assertThat(read.rows()).containsExactlyInAnyOrderElementsOf(rows);
    assertThat(read.rows()).isSortedAccordingTo(SampleBlock.ORDER);
  }

  @Property(tries = 100)
  void withoutADictionaryTasksAndCountsStay(@ForAll("rows") List<SampleCount> rows) {
    byte[] written = PackedSums.write(rows, numbers());
    PackedSums read =
        PackedSums.read(
            written, id -> Optional.ofNullable(DICTIONARIES.get(id)).filter(_ -> id == 7));
    assertThat(read.isWhole()).isFalse();
    assertThat(sums(read.rows())).isEqualTo(sums(rows));
  }

  private static Map<SampledTask, Long> sums(List<SampleCount> rows) {
    Map<SampledTask, Long> sums = new HashMap<>();
    rows.forEach(row -> sums.merge(row.task(), row.count(), Long::sum));
    return sums;
  }

  @Property(tries = 300)
  void damagedBytesAreRefusedOrGiveRows(
      @ForAll("rows") List<SampleCount> rows, @ForAll Random random) {
    byte[] damaged = PackedSums.write(rows, numbers());
    damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
    readOrRefused(damaged);
  }

  @Property(tries = 300)
  void anyBytesAreRefusedOrGiveRows(@ForAll byte[] bytes) {
    readOrRefused(bytes);
  }

  private static void readOrRefused(byte[] bytes) {
    try {
      assertThat(read(bytes).rows()).allMatch(row -> row.count() > 0);
    } catch (CompactException refused) {
      assertThat(refused).hasMessageMatching("(?s)(sums|dictionary|coded bytes): .*");
    }
  }

  @Test
  void refusesAnotherVersion() {
    assertThatThrownBy(() -> read(new byte[] {0x70, 0, 0, 0, 0}))
        .isInstanceOf(CompactException.class)
        .hasMessageContaining("version 0, this program knows 1");
  }

  /** A thousand short processes of three programs: about what their stacks are told apart by. */
  @Test
  void shortProcessesCostLittleMoreThanTheirStacks() {
    Random random = new Random(5);
    List<SampleCount> rows = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      String name = List.of("cc1", "as", "sh").get(random.nextInt(3));
      SampledTask task = new SampledTask(1000 + 3 * i, name, 1000 + 3 * i, name, "/build");
      rows.add(new SampleCount(stack(random.nextInt(30)), task, 1, SampleMoments.UNKNOWN));
    }
    byte[] written = PackedSums.write(rows, numbers());
    // 4.9 bits for one of thirty stacks, 1.6 for one of three programs.
    assertThat(8.0 * written.length / rows.size()).isLessThan(9.5);
    assertThat(read(written).rows()).hasSize(1000);
  }

  @Provide
  Arbitrary<List<SampleCount>> rows() {
    Arbitrary<SampledTask> tasks =
        Combinators.combine(
                Arbitraries.of(0, 1, 7, 8, 4_000_000, -1, Integer.MAX_VALUE, Integer.MIN_VALUE),
                Arbitraries.of("java", "é", "", "名"),
                Arbitraries.of(0, 1, 7, 9, Integer.MIN_VALUE, Integer.MAX_VALUE),
                Arbitraries.of("main", ""),
                Arbitraries.of("/", "/a"))
            .as(SampledTask::new);
    Arbitrary<Long> stacks =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 29).map(PackedSumsTest::stack), Arbitraries.longs());
    return Combinators.combine(
            tasks,
            stacks,
            Arbitraries.oneOf(
                Arbitraries.longs().between(1, 9), Arbitraries.longs().between(1, 1L << 40)))
        .as((task, stack, count) -> new SampleCount(stack, task, count, SampleMoments.UNKNOWN))
        .list()
        .uniqueElements(row -> List.of(row.task(), row.stackId()))
        .ofMinSize(1)
        .ofMaxSize(40);
  }
}
