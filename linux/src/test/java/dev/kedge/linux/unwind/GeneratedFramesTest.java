package dev.kedge.linux.unwind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.linux.perf.PerfSample;
import dev.kedge.linux.perf.UserSamples;
import dev.kedge.linux.proc.MappedFile;
import dev.kedge.linux.proc.Mapping;
import dev.kedge.linux.proc.SomeProcess;
import dev.kedge.linux.proc.TrackedProcess;
import dev.kedge.linux.runtime.CodeRegions;
import dev.kedge.linux.runtime.CodeRegions.Kind;
import dev.kedge.linux.runtime.CodeRegions.Region;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GeneratedFramesTest {
  private static final long CODE = 0x4000_0000L;
  private static final long STACK = 0x7000_0000_0000L;
  private static final int WORDS = 64;

  private final TrackedProcess process =
      SomeProcess.with(
          new Mapping(CODE, CODE + 0x10000, 0, MappedFile.of("", 0, 0, Optional.empty())));
  private final GeneratedFrames frames = new GeneratedFrames();
  private final long[] stack = new long[WORDS];

  private static CodeRegions region(Kind kind, int frameBytes, int complete) {
    return CodeRegions.of(
        List.of(new Region(CODE, CODE + 0x1000, 1, kind, frameBytes, complete)), 0, 0);
  }

  private GeneratedFrames.Outcome step(CodeRegions regions, boolean exact, boolean whole) {
    PerfSample sample = UserSamples.of(new long[17], stack, whole);
    return frames.step(regions, 0, sample, process, STACK, exact);
  }

  private void at(long pc, long sp, long fp) {
    frames.pc = pc;
    frames.sp = sp;
    frames.fp = fp;
  }

  @Test
  void compiledCodeIsLeftByTheSizeOfItsFrame() {
    stack[2] = 0x1234;
    stack[3] = CODE + 0x2000;
    at(CODE + 0x80, STACK, 0);
    assertThat(step(region(Kind.SIZED, 32, 8), true, false))
        .isEqualTo(GeneratedFrames.Outcome.MOVED);
    assertThat(frames.pc).isEqualTo(CODE + 0x2000);
    assertThat(frames.sp).isEqualTo(STACK + 32);
    assertThat(frames.fp).isEqualTo(0x1234);
  }

  @Test
  void beforeItsFrameIsMadeTheReturnAddressIsOnTop() {
    stack[0] = CODE + 0x3000;
    stack[3] = CODE + 0x2000;
    at(CODE + 4, STACK, 0);
    assertThat(step(region(Kind.SIZED, 32, 8), true, false))
        .isEqualTo(GeneratedFrames.Outcome.MOVED);
    assertThat(frames.pc).isEqualTo(CODE + 0x3000);
    assertThat(frames.sp).isEqualTo(STACK + 8);
  }

  @Test
  void anInterpretedFrameTellsItsMethod() {
    stack[7] = 0x8000;
    stack[9] = STACK + 8 * 14;
    stack[10] = STACK + 8 * 20;
    stack[11] = CODE + 0x2000;
    at(CODE + 0x80, STACK, STACK + 8 * 10);
    assertThat(step(region(Kind.INTERPRETER, 0, 0), true, false))
        .isEqualTo(GeneratedFrames.Outcome.MOVED);
    assertThat(frames.method).isEqualTo(0x8000);
    assertThat(frames.sp).isEqualTo(STACK + 8 * 14);
    assertThat(frames.fp).isEqualTo(STACK + 8 * 20);
  }

  @Test
  void aFrameBeyondTheCopyIsTruncatedUnlessTheStackEndsThere() {
    CodeRegions large = region(Kind.SIZED, 1 << 16, 0);
    at(CODE + 0x80, STACK, 0);
    assertThat(step(large, false, false)).isEqualTo(GeneratedFrames.Outcome.TRUNCATED);
    at(CODE + 0x80, STACK, 0);
    assertThat(step(large, false, true)).isEqualTo(GeneratedFrames.Outcome.LOST);
  }

  /** Sizes are read from a foreign process and the stack is its own: any of them is answered. */
  @Test
  void hostileStacksAndSizesAreAnswered() {
    Kind[] kinds = Kind.values();
    int moved = 0;
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      for (int i = 0; i < WORDS; i++) {
        stack[i] = word(random);
      }
      int bytes = random.nextBoolean() ? random.nextInt(600) : random.nextInt();
      int complete = random.nextBoolean() ? random.nextInt(64) : random.nextInt();
      CodeRegions regions = region(kinds[random.nextInt(kinds.length)], bytes, complete);
      at(
          CODE + random.nextInt(0x1000),
          random.nextInt(8) == 0 ? word(random) : STACK,
          word(random));
      if (step(regions, random.nextBoolean(), random.nextBoolean())
          == GeneratedFrames.Outcome.MOVED) {
        moved++;
        assertThat(process.memory().find(frames.pc - 1)).isPresent();
      }
    }
    assertThat(moved).isPositive();
  }

  private static long word(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> CODE + random.nextInt(0x10000) + 1;
      case 1 -> STACK + random.nextInt(2 * WORDS) * 8L;
      case 2 -> random.nextInt(4_096) * 8L;
      default -> random.nextLong();
    };
  }
}
