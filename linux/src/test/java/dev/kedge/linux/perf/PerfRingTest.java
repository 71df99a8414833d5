package dev.kedge.linux.perf;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PerfRingTest {
  private static final int PAGE = 4096;
  private static final int DATA = 4096;

  private final MemorySegment memory = Arena.ofAuto().allocate(PAGE + DATA, 8);
  private final long[] record = new long[RecordHeader.MAX_WORDS];

  private long head;

  /** Writes as the kernel does: word by word around the end, then the new head. */
  private void write(int type, int words, long mark) {
    for (int i = 0; i < words; i++) {
      long word = i == 0 ? RecordHeader.of(type, 0, 8 * words) : mark + i;
      memory.set(JAVA_LONG, PAGE + ((head + 8L * i) & (DATA - 1)), word);
    }
    head += 8L * words;
    memory.set(JAVA_LONG, PerfRing.DATA_HEAD, head);
  }

  @Property
  void readsWhatWasWrittenAcrossTheEnd(
      @ForAll @Size(max = 200) List<@IntRange(min = 1, max = 100) Integer> sizes) {
    // Each try begins where the one before ended, so that ends fall anywhere.
    memory.set(JAVA_LONG, PerfRing.DATA_TAIL, head);
    PerfRing ring = new PerfRing(memory, PAGE);
    List<Integer> waiting = new ArrayList<>();
    long mark = 1000;
    long readMark = 1000;
    for (int words : sizes) {
      int held = waiting.stream().mapToInt(Integer::intValue).sum();
      if (held + words > DATA / 8) {
        ring.refresh();
        readMark = readAll(ring, waiting, readMark);
      }
      write(7, words, mark);
      mark += 1000;
      waiting.add(words);
    }
    ring.refresh();
    readAll(ring, waiting, readMark);
    assertThat(ring.corruptBytes()).isZero();
    assertThat(memory.get(JAVA_LONG, PerfRing.DATA_TAIL)).isEqualTo(head);
  }

  private long readAll(PerfRing ring, List<Integer> waiting, long firstMark) {
    long mark = firstMark;
    for (int words : waiting) {
      assertThat(ring.hasRecord()).isTrue();
      assertThat(ring.take(record)).isEqualTo(words);
      assertThat(RecordHeader.type(record[0])).isEqualTo(7);
      for (int i = 1; i < words; i++) {
        assertThat(record[i]).isEqualTo(mark + i);
      }
      mark += 1000;
    }
    assertThat(ring.hasRecord()).isFalse();
    ring.release();
    waiting.clear();
    return mark;
  }

  @Test
  void skipsNonsenseAndCountsIt() {
    PerfRing ring = new PerfRing(memory, PAGE);
    for (int bytes : new int[] {0, 4, 9, 4096}) {
      memory.set(JAVA_LONG, PAGE + (head & (DATA - 1)), RecordHeader.of(9, 0, bytes));
      head += 16;
      memory.set(JAVA_LONG, PerfRing.DATA_HEAD, head);
      ring.refresh();
      assertThat(ring.hasRecord()).isFalse();
      ring.release();
    }
    assertThat(ring.corruptBytes()).isEqualTo(64);
    memory.set(JAVA_LONG, PerfRing.DATA_HEAD, head + 10 * DATA);
    ring.refresh();
    assertThat(ring.hasRecord()).isFalse();
    assertThat(ring.corruptBytes()).isEqualTo(64 + DATA);
  }

  @Property
  void acceptsAnyContent(@ForAll long seed, @ForAll @IntRange(max = 2 * DATA) int ahead) {
    Random random = new Random(seed);
    for (int i = 0; i < DATA; i += 8) {
      memory.set(JAVA_LONG, PAGE + i, random.nextLong());
    }
    memory.set(JAVA_LONG, PerfRing.DATA_TAIL, 0);
    memory.set(JAVA_LONG, PerfRing.DATA_HEAD, ahead);
    PerfRing ring = new PerfRing(memory, PAGE);
    RecordLayout layout = new RecordLayout(SampleType.CALL_STACKS, 17);
    ring.refresh();
    while (ring.hasRecord()) {
      long time = ring.recordTime(layout);
      int words = ring.take(record);
      assertThat(words).isPositive();
      assertThat(time == 0 || Arrays.stream(record, 0, words).anyMatch(word -> word == time))
          .isTrue();
    }
    ring.release();
    assertThat(memory.get(JAVA_LONG, PerfRing.DATA_TAIL)).isEqualTo(ahead);
    head = 0;
  }
}
