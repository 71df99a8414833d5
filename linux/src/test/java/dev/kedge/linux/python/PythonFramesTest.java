package dev.kedge.linux.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.linux.perf.PerfSample;
import dev.kedge.linux.perf.UserSamples;
import dev.kedge.linux.runtime.ProcessMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PythonFramesTest {
  private static final int BASE = 0x10000;
  private static final int VERSION = 0x100;
  private static final int CODE_TYPE = 0x200;
  private static final int RUNTIME = 0x400;
  private static final int CODES = 0x1000;
  private static final int CODE_BYTES = 0x200;
  private static final int FRAMES = 0x3000;
  private static final int RECORD = 0x5000;
  private static final int SIZE = 0x6000;
  private static final int SLOTS = 10;
  private static final long STACK = 0x7000_0000_0000L;
  private static final int WORDS = 64;

  private final ByteBuffer bytes = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
  private final ProcessMemory memory = new ProcessMemory(this::read);
  private final PythonFrames frames = new PythonFrames();
  private final long[] registers = new long[17];
  private final long[] stack = new long[WORDS];

  private long read(long address, MemorySegment into) {
    long at = address - BASE;
    if (at < 0 || at + into.byteSize() > SIZE) {
      return -14;
    }
    MemorySegment.copy(bytes.array(), (int) at, into, ValueLayout.JAVA_BYTE, 0, 4096);
    return into.byteSize();
  }

  private PythonProcess open(int version) {
    bytes.putLong(VERSION, (long) version << 16);
    if (version == 0x030d) {
      bytes.putLong(RUNTIME, 0x7970_6775_6265_6478L).putLong(RUNTIME + 16, 0);
      int[][] offsets = {{29, 0}, {28, 8}, {30, 56}, {32, 70}, {34, 112}, {36, 128}, {42, 192}};
      for (int[] offset : offsets) {
        bytes.putLong(RUNTIME + 8 * (1 + offset[0]), offset[1]);
      }
    }
    return PythonProcess.open(
        memory,
        Map.of(
            "Py_Version",
            (long) BASE + VERSION,
            "_PyRuntime",
            (long) BASE + RUNTIME,
            "PyCode_Type",
            (long) BASE + CODE_TYPE));
  }

  private int find(PythonProcess process) {
    registers[7] = STACK;
    PerfSample sample = UserSamples.of(registers, stack, false);
    return frames.find(process, memory, sample, STACK, STACK, STACK, STACK + 8L * WORDS);
  }

  private static long code(int index) {
    return BASE + CODES + (long) index * CODE_BYTES;
  }

  private static long frame(int index) {
    return BASE + FRAMES + 8L * SLOTS * index;
  }

  /** Frames of 3.12, the outermost first in memory; each as large as its code says. */
  private PythonProcess threeFrames() {
    PythonProcess process = open(0x030c);
    for (int i = 0; i < 3; i++) {
      int code = CODES + i * CODE_BYTES;
      bytes.putLong(code + 8, BASE + CODE_TYPE).putLong(code + 16, 20).putInt(code + 76, SLOTS);
      int frame = (int) frame(i) - BASE;
      bytes.putLong(frame, code(i)).putLong(frame + 8, i == 0 ? STACK + 8 : frame(i - 1));
      bytes.putLong(frame + 56, code(i) + 192 + (i == 2 ? -2 : 6));
    }
    stack[10] = frame(2);
    stack[11] = STACK + 8L * WORDS;
    registers[3] = code(2) + 192 + 6;
    return process;
  }

  @Test
  void findsTheChainTheSampleAgreesWith() {
    assertThat(find(threeFrames())).isEqualTo(3);
    for (int i = 0; i < 3; i++) {
      assertThat(frames.code(i)).isEqualTo(code(2 - i));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theRecordOfAThreadIsReadOnceAndKnownFromThenOn(boolean readBefore) {
    PythonProcess process = threeFrames();
    stack[11] = BASE + RECORD;
    if (readBefore) {
      assertThat(find(process)).isEqualTo(3);
    }
    // It links to nothing no more, as if the thread had ended: another's would not be believed.
    bytes.putLong(RECORD + 8, 1);
    assertThat(find(process)).isEqualTo(readBefore ? 3 : 0);
  }

  @Test
  void recallsAChainOfAThreadWhoseRecordIsKnown() {
    PythonProcess process = threeFrames();
    stack[11] = BASE + RECORD;
    assertThat(find(process)).isEqualTo(3);
    bytes.putLong((int) frame(2) - BASE, 0);
    assertThat(find(process)).isEqualTo(3);
  }

  @Test
  void doesNotBelieveFramesWhoseCodeTheSampleDoesNotPointInto() {
    PythonProcess process = threeFrames();
    registers[3] = code(1) + 192 + 6;
    assertThat(find(process)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void doesNotBelieveAFrameThatIsElsewhereThanInItsCode(int frame) {
    PythonProcess process = threeFrames();
    bytes.putLong((int) frame(frame) - BASE + 56, code(frame) + 192 + 2 * 20 + 2);
    assertThat(find(process)).isZero();
  }

  @Test
  void doesNotBelieveAFrameNobodyOwns() {
    PythonProcess process = threeFrames();
    bytes.put((int) frame(1) - BASE + 70, (byte) 0x7f);
    assertThat(find(process)).isZero();
  }

  @Test
  void recallsAChainWhoseFramesAreGone() {
    PythonProcess process = threeFrames();
    assertThat(find(process)).isEqualTo(3);
    bytes.putLong((int) frame(2) - BASE, 0);
    assertThat(find(process)).isEqualTo(3);
    assertThat(frames.code(2)).isEqualTo(code(0));
  }

  /** The caller's place is taken by a function as large: whose call it was is not known. */
  @Test
  void recallsNothingWhereReadingsDiffer() {
    PythonProcess process = threeFrames();
    assertThat(find(process)).isEqualTo(3);
    bytes
        .putLong((int) frame(1) - BASE, code(0))
        .putLong((int) frame(1) - BASE + 56, code(0) + 198);
    assertThat(find(process)).isEqualTo(3);
    assertThat(frames.code(1)).isEqualTo(code(0));
    long innermost = bytes.getLong((int) frame(2) - BASE);
    bytes.putLong((int) frame(2) - BASE, 0);
    assertThat(find(process)).isZero();

    bytes.putLong((int) frame(2) - BASE, innermost);
    for (int i = 0; i < 10; i++) {
      assertThat(find(process)).isEqualTo(3);
    }
    bytes.putLong((int) frame(2) - BASE, 0);
    assertThat(find(process)).isEqualTo(3);
    assertThat(frames.code(1)).isEqualTo(code(0));
  }

  @Test
  void framesInACircleEnd() {
    PythonProcess process = threeFrames();
    bytes.putLong((int) frame(0) - BASE + 8, frame(2));
    bytes.put((int) frame(2) - BASE + 70, (byte) 1);
    bytes.put((int) frame(1) - BASE + 70, (byte) 1);
    bytes.put((int) frame(0) - BASE + 70, (byte) 1);
    assertThat(find(process)).isZero();
  }

  /** Memory and stack full of words that are pointers as often as not: always an answer. */
  @ParameterizedTest
  @ValueSource(ints = {0x030b, 0x030c, 0x030d})
  void hostileMemoryIsNeverMoreThanNoFunctions(int version) {
    int believed = 0;
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      for (int at = CODES; at < SIZE; at += 8) {
        bytes.putLong(at, word(random));
      }
      for (int i = 0; i < 40; i++) {
        nearlyAFrame(version, random);
      }
      PythonProcess process = open(version);
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < stack.length; i++) {
          stack[i] = word(random);
        }
        for (int i = 0; i < registers.length; i++) {
          registers[i] = word(random);
        }
        int found = find(process);
        assertThat(found).isBetween(0, PythonFrames.MAX_FRAMES);
        believed += found > 0 ? 1 : 0;
      }
    }
    assertThat(believed).as("the fuzz goes deep enough to meet chains").isPositive();
  }

  /** A frame and its code as they should be, but for what later ones overwrite of them. */
  private void nearlyAFrame(int version, Random random) {
    boolean old = version == 0x030b;
    int code = CODES + random.nextInt(8) * CODE_BYTES;
    bytes.putLong(code + 8, BASE + CODE_TYPE).putLong(code + 16, random.nextInt(160));
    int frame = FRAMES + random.nextInt((SIZE - FRAMES) / 8 - 16) * 8;
    long previous =
        random.nextBoolean() ? word(random) : BASE + FRAMES + random.nextInt(SIZE - FRAMES - 80);
    bytes
        .putLong(frame + (old ? 32 : 0), BASE + code)
        .putLong(frame + (old ? 48 : 8), previous & -8);
    bytes.putLong(frame + 56, BASE + code + 190 + random.nextInt(100));
    byte owner = (byte) (random.nextInt(4) == 0 ? 3 : 1);
    bytes.putInt(frame + 68, old ? random.nextInt(3) : 0).put(frame + (old ? 69 : 70), owner);
  }

  private static long word(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> BASE + random.nextInt(SIZE / 8) * 8L;
      case 1 -> BASE + CODES + random.nextInt(16) * 64L;
      case 2 -> BASE + CODE_TYPE;
      case 3 -> STACK + random.nextInt(WORDS) * 8L;
      case 4 -> random.nextInt(256);
      default -> random.nextLong();
    };
  }
}
