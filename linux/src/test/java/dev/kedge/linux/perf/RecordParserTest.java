package dev.kedge.linux.perf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.model.BuildId;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RecordParserTest {
  private static final long TIME = 123_456_789_012L;

  private final List<String> events = new ArrayList<>();
  private final List<MmapRecord> mappings = new ArrayList<>();
  private final RecordParser parser =
      new RecordParser(new RecordLayout(SampleType.CALL_STACKS, 17), 127);

  private final PerfRecordHandler handler =
      new PerfRecordHandler() {
        @Override
        public void onSample(PerfSample sample) {
          StringBuilder text = new StringBuilder("sample ");
          text.append(sample.cpu()).append(' ').append(sample.pid()).append('/');
          text.append(sample.tid()).append(" k");
          for (int i = 0; i < sample.kernelFrames(); i++) {
            text.append(' ').append(Long.toHexString(sample.kernelFrame(i)));
          }
          text.append(" u");
          for (int i = 0; i < sample.userFrames(); i++) {
            text.append(' ').append(Long.toHexString(sample.userFrame(i)));
          }
          events.add(text + (sample.truncated() ? " cut" : "") + " @" + sample.timeNanos());
        }

        @Override
        public void onMmap2(MmapRecord record) {
          mappings.add(record);
        }

        @Override
        public void onComm(int pid, int tid, String comm, boolean exec, long timeNanos) {
          events.add("comm " + pid + "/" + tid + " " + comm + " " + exec + " @" + timeNanos);
        }

        @Override
        public void onFork(int pid, int tid, int parentPid, int parentTid, long timeNanos) {
          events.add("fork " + pid + "/" + tid + " of " + parentPid + "/" + parentTid);
        }

        @Override
        public void onExit(int pid, int tid, long timeNanos) {
          events.add("exit " + pid + "/" + tid + " @" + timeNanos);
        }

        @Override
        public void onLost(int cpu, long records) {
          events.add("lost " + cpu + " " + records);
        }

        @Override
        public void onThrottle(int cpu, boolean throttled, long timeNanos) {
          events.add("throttle " + cpu + " " + throttled);
        }
      };

  private static long pair(int low, int high) {
    return (low & 0xffff_ffffL) | (long) high << 32;
  }

  private void parse(int type, int flags, long... body) {
    long[] words = new long[body.length + 1];
    words[0] = RecordHeader.of(type, flags, 8 * words.length);
    System.arraycopy(body, 0, words, 1, body.length);
    parser.parse(words, words.length, 3, handler);
  }

  /** The body of a record that is no sample, with the trailer of task, time and CPU. */
  private static long[] withTrailer(long... body) {
    long[] words = Arrays.copyOf(body, body.length + 3);
    words[body.length] = pair(7, 8);
    words[body.length + 1] = TIME;
    words[body.length + 2] = 3;
    return words;
  }

  private static long[] withText(String text, long... before) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    long[] words = Arrays.copyOf(before, before.length + bytes.length / 8 + 1);
    for (int i = 0; i < bytes.length; i++) {
      words[before.length + i / 8] |= (bytes[i] & 0xffL) << (8 * (i % 8));
    }
    return words;
  }

  @Test
  void splitsKernelAndUserFrames() {
    parse(9, 2, 0x42, pair(10, 11), TIME, 1, 7, -128, 0xa1, 0xa2, -512, 0xb1, 0xb2, 0xb3);
    parse(9, 2, 0x42, pair(10, 11), TIME, 1, 3, -2048, 0x99, 0x98);
    assertThat(events)
        .containsExactly(
            "sample 1 10/11 k a1 a2 u b1 b2 b3 @" + TIME, "sample 1 10/11 k u @" + TIME);
  }

  @Test
  void tellsThatAChainWasCut() {
    long[] body = new long[5 + 128];
    body[4] = 128;
    body[5] = -512;
    Arrays.fill(body, 6, body.length, 0x77);
    parse(9, 0, body);
    assertThat(events.getFirst()).contains(" cut @");
  }

  @Test
  void readsTasksAndLosses() {
    parse(3, 1 << 13, withTrailer(withText("burner", pair(5, 5))));
    parse(7, 0, withTrailer(pair(6, 5), pair(60, 50), TIME));
    parse(4, 0, withTrailer(pair(6, 5), pair(60, 50), TIME));
    parse(2, 0, withTrailer(99, 41));
    parse(13, 0, withTrailer(1));
    parse(5, 0, withTrailer(TIME, 1, 1));
    parse(6, 0, withTrailer(TIME, 1, 1));
    parse(77, 0, withTrailer(TIME));
    assertThat(events)
        .containsExactly(
            "comm 5/5 burner true @" + TIME,
            "fork 6/60 of 5/50",
            "exit 6/60 @" + TIME,
            "lost 3 41",
            "lost 3 1",
            "throttle 3 true",
            "throttle 3 false");
    assertThat(parser.lost()).isEqualTo(42);
    assertThat(parser.unknown()).isEqualTo(1);
  }

  @Test
  void readsMappingsWithInodeOrBuildId() {
    parse(
        10,
        0,
        withTrailer(
            withText(
                "/lib/ü.so", pair(5, 6), 0x1000, 0x2000, 0x300, pair(8, 1), 77, 0, pair(5, 2))));
    parse(
        10,
        1 << 14,
        withTrailer(
            withText(
                "/bin/a",
                pair(5, 6),
                0x1000,
                0x2000,
                0x300,
                pair(4, 0x04030201),
                0,
                0,
                pair(5, 2))));
    assertThat(mappings)
        .containsExactly(
            new MmapRecord(
                5, 6, 0x1000, 0x2000, 0x300, 8L << 20 | 1, 77, Optional.empty(), "/lib/ü.so", TIME),
            new MmapRecord(
                5,
                6,
                0x1000,
                0x2000,
                0x300,
                0,
                0,
                Optional.of(new BuildId("01020304")),
                "/bin/a",
                TIME));
  }

  @Test
  void readsWhoIsWokenBeforeTheCopyOfTheStack() {
    RecordParser identified = waking();
    parse(identified, wakingRecord(28, 4711));
    assertThat(wakings.seen).containsExactly("SCHED_WAKING 10/11 wakes 4711, r1 77, stack 16");
    assertThat(identified.malformed()).isZero();
  }

  @Test
  void rawDataTooShortForTheThreadIsMalformed() {
    RecordParser identified = waking();
    for (int bytes : new int[] {20, 25, -4, Integer.MAX_VALUE - 3}) {
      parse(identified, wakingRecord(bytes, 4711));
    }
    assertThat(wakings.seen).isEmpty();
    assertThat(identified.malformed()).isEqualTo(4);
  }

  @Property
  void anyWordsBehindTheChainAreTakenOrCounted(@ForAll("words") long[] behind) {
    wakings.seen.clear();
    RecordParser identified = waking();
    long[] head = Arrays.copyOf(wakingRecord(28, 1), 7);
    long[] words = Arrays.copyOf(head, head.length + behind.length);
    System.arraycopy(behind, 0, words, head.length, behind.length);
    parse(identified, words);
    assertThat(wakings.seen.size() + identified.malformed()).isEqualTo(1);
  }

  private final WakingHandler wakings = new WakingHandler();

  private static RecordParser waking() {
    long type = SampleType.CALL_STACKS | SampleType.USER_COPY | SampleType.IDENTIFIER;
    RecordParser parser = new RecordParser(new RecordLayout(type, 2), 127);
    parser.event(5, EventKind.SCHED_WAKING);
    parser.wakeeAt(24);
    parser.allowed().open(5, 1_000);
    return parser;
  }

  private void parse(RecordParser identified, long[] words) {
    words[0] = RecordHeader.of(RecordHeader.SAMPLE, 0, 8 * words.length);
    identified.parse(words, words.length, 0, wakings);
  }

  /** Identifier, place, task, time, CPU, an empty chain, raw data, registers, stack. */
  private static long[] wakingRecord(int rawBytes, int wakee) {
    return new long[] {
      0,
      5,
      0x42,
      pair(10, 11),
      TIME,
      1,
      0,
      pair(rawBytes, 0),
      0,
      0,
      pair(0, wakee),
      2,
      66,
      77,
      16,
      0xa,
      0xb,
      16
    };
  }

  private static final class WakingHandler extends CountingHandler {
    private final List<String> seen = new ArrayList<>();

    @Override
    public void onSample(PerfSample sample) {
      seen.add(
          "%s %d/%d wakes %d, r1 %d, stack %d"
              .formatted(
                  sample.kind(),
                  sample.pid(),
                  sample.tid(),
                  sample.wakee(),
                  sample.hasUserRegisters() ? sample.userRegister(1) : -1,
                  sample.stackBytes()));
    }
  }

  @Test
  void makesNoGarbageForASample() {
    long[] words = new long[40];
    words[0] = RecordHeader.of(RecordHeader.SAMPLE, 0, 8 * words.length);
    words[5] = 34;
    words[6] = -512;
    CountingHandler quiet = new CountingHandler();
    RecordParser busy = new RecordParser(new RecordLayout(SampleType.CALL_STACKS, 17), 127);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    busy.parse(words, words.length, 0, quiet);
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 10_000; i++) {
      busy.parse(words, words.length, 0, quiet);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
    assertThat(busy.samples()).isEqualTo(10_001);
    assertThat(quiet.frames).isEqualTo(33 * 10_001L);
  }

  private static class CountingHandler extends IgnoredRecords {
    private long frames;

    @Override
    public void onSample(PerfSample sample) {
      frames += sample.userFrames();
    }
  }

  @Provide
  Arbitrary<long[]> words() {
    return Arbitraries.oneOf(
            Arbitraries.longs(), Arbitraries.longs().between(-600, 600), Arbitraries.just(0L))
        .array(long[].class)
        .ofMaxSize(40);
  }

  @Property
  void acceptsAnyWords(
      @ForAll @IntRange(max = 20) int type,
      @ForAll @IntRange(max = 0xffff) int flags,
      @ForAll("words") long[] body) {
    long seen = parser.samples() + parser.malformed() + parser.unknown();
    int before = events.size() + mappings.size();
    parse(type, flags, body);
    long now = parser.samples() + parser.malformed() + parser.unknown();
    assertThat(now - seen + events.size() + mappings.size() - before)
        .as("handed over or counted")
        .isPositive();
  }

  @Property(tries = 200)
  void keepsRingsInTimeOrder(@ForAll List<@IntRange(max = 1000) Integer> times) {
    TimeOrder order = new TimeOrder();
    for (int i = 0; i < times.size(); i++) {
      order.add(i, times.get(i));
    }
    List<Long> drained = new ArrayList<>();
    int updates = 0;
    while (!order.isEmpty()) {
      drained.add(order.firstTime());
      if (updates++ % 3 == 0 && updates < 2 * times.size()) {
        order.updateFirst(order.firstTime() + 5);
      } else {
        order.removeFirst();
      }
    }
    assertThat(drained).isSorted().hasSizeGreaterThanOrEqualTo(times.size());
  }
}
