package dev.kedge.linux.v8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.linux.perf.PerfSample;
import dev.kedge.linux.perf.UserSamples;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class V8FramesTest {
  private static final long STACK = 0x7000_0000_0000L;
  private static final int FRAME = 8;

  private final long[] stack = new long[16];

  private static V8Process open(V8Image image) {
    return V8Process.open(image.memory(), image.memory(), image.variables());
  }

  private long function(V8Process process) {
    return functionAt(process, 0);
  }

  private long functionAt(V8Process process, long timeNanos) {
    long[] registers = new long[17];
    registers[7] = STACK;
    PerfSample sample = UserSamples.of(registers, stack, false, timeNanos);
    return process.frames().function(sample, STACK, STACK + 8 * FRAME);
  }

  private void frame(long context, long closure, long bytecode) {
    stack[FRAME - 1] = context;
    stack[FRAME - 2] = closure;
    stack[FRAME - 4] = bytecode;
  }

  @ParameterizedTest
  @EnumSource(V8Image.Release.class)
  void aClosureIsBelievedIfItsFunctionHasTheBytecodeOfTheFrame(V8Image.Release release) {
    V8Image image = new V8Image(release);
    long bytecode = image.bytecode();
    long shared = image.shared(0, 0, bytecode);
    long context = image.object(190);
    frame(context, image.closure(shared), bytecode);
    V8Process process = open(image);
    assertThat(function(process)).isEqualTo(shared);
    frame(context, image.closure(shared), image.bytecode());
    assertThat(function(process)).as("of other bytecode").isZero();
    frame(V8Image.small(13), image.closure(shared), bytecode);
    assertThat(function(process)).as("a marker in the place of the context").isZero();
    frame(context, image.bytecode(), image.bytecode());
    assertThat(function(process)).as("no closure").isZero();
    frame(context, 0x6000_0001, image.bytecode());
    assertThat(function(process)).as("memory that is gone").isZero();
    frame(context, 0x6000_0001, bytecode);
    assertThat(function(process)).as("what is known of the bytecode").isEqualTo(shared);
  }

  @ParameterizedTest
  @EnumSource(V8Image.Release.class)
  void bytecodeIsFoundBehindBaselineCodeAndCopiesOfTheEntry(V8Image.Release release) {
    V8Image image = new V8Image(release);
    long bytecode = image.bytecode();
    long data = image.object(image.type(V8Constant.TYPE_INTERPRETER_DATA), bytecode);
    long code = image.object(image.type(V8Constant.TYPE_CODE), new long[10]);
    image.put(code, image.layout().get(V8Constant.CODE_DEOPTIMIZATION), data);
    long shared = image.shared(0, 0, code);
    frame(image.object(190), image.closure(shared), bytecode);
    assertThat(function(open(image))).isEqualTo(shared);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aFeedbackVectorTellsTheFunctionWhereTheClosureIsGone(int below) {
    V8Image image = new V8Image(V8Image.Release.NODE_20);
    long bytecode = image.bytecode();
    long shared = image.shared(0, 0, bytecode);
    V8Process process = open(image);
    frame(image.object(190), 0x6000_0001, bytecode);
    stack[FRAME - 4 - below] = image.vector(image.shared(0, 0, image.bytecode()));
    assertThat(function(process)).as("of other bytecode").isZero();
    stack[FRAME - 2] = 0x6000_1001;
    stack[FRAME - 4 - below] = image.vector(shared);
    assertThat(functionAt(process, 1)).isEqualTo(shared);
  }

  @Test
  void whatWasLearnedIsLookedAtAgain() {
    V8Image image = new V8Image(V8Image.Release.NODE_20);
    long bytecode = image.bytecode();
    long shared = image.shared(0, 0, bytecode);
    frame(image.object(190), image.closure(shared), bytecode);
    V8Process process = open(image);
    assertThat(functionAt(process, 0)).isEqualTo(shared);
    stack[FRAME - 2] = 0x6000_0001;
    assertThat(functionAt(process, 31_000_000_000L)).as("without a closure").isEqualTo(shared);
    image.put(shared, 8, image.bytecode());
    assertThat(functionAt(process, 62_000_000_000L)).as("of other bytecode by now").isZero();
  }

  @Test
  void followsAClosureThatWasMoved() {
    V8Image image = new V8Image(V8Image.Release.NODE_20);
    long bytecode = image.bytecode();
    long shared = image.shared(0, 0, bytecode);
    long moved = image.closure(shared);
    long before = image.closure(0);
    image.put(before, 0, moved - 1);
    frame(image.object(190), before, bytecode);
    assertThat(function(open(image))).isEqualTo(shared);
  }

  @Test
  void aFrameOutsideTheCopyHasNoFunction() {
    V8Process process = open(new V8Image(V8Image.Release.NODE_20));
    PerfSample sample = UserSamples.of(new long[17], stack, false);
    for (long frame : new long[] {0, STACK, STACK + 8, STACK + 8L * stack.length + 40, -1}) {
      assertThat(process.frames().function(sample, STACK, frame)).isZero();
    }
  }

  /** Heap and stack full of words that are pointers as often as not: always an answer. */
  @ParameterizedTest
  @EnumSource(V8Image.Release.class)
  void hostileMemoryIsNeverMoreThanNoFunction(V8Image.Release release) {
    int believed = 0;
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      V8Image image = new V8Image(release);
      long bytecode = image.bytecode();
      long shared = image.shared(0, 0, bytecode);
      frame(image.object(190), image.closure(shared), bytecode);
      for (int i = 0; i < random.nextInt(12); i++) {
        image.bytes.putLong(0x400 + random.nextInt(0x30) * 8, V8ProcessTest.word(random));
      }
      if (random.nextBoolean()) {
        stack[FRAME - 1 - random.nextInt(4)] = V8ProcessTest.word(random);
      }
      long found = function(open(image));
      assertThat(found == 0 || V8Heap.mayBeObject(found)).isTrue();
      believed += found != 0 ? 1 : 0;
    }
    assertThat(believed).as("the fuzz leaves frames as well").isBetween(100, 1_900);
  }
}
