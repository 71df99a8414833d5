package dev.kedge.linux.v8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.linux.runtime.ForeignMemoryException;
import dev.kedge.linux.runtime.FrameTag;
import dev.kedge.linux.runtime.RuntimeFunction;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class V8ProcessTest {
  private static V8Process open(V8Image image) {
    return V8Process.open(image.memory(), image.memory(), image.variables());
  }

  private static List<String> names(V8Process process, long frame, boolean leaf) {
    return process.functions(frame, leaf).stream().map(RuntimeFunction::name).toList();
  }

  private static long interpreted(long shared) {
    return FrameTag.of(FrameTag.JS_INTERPRETED, shared);
  }

  @ParameterizedTest
  @CsvSource({
    "compute, '', 0, compute",
    "compute, '', 3, compute",
    "compute, '', 80, compute",
    "'', Outer.inner, 1, Outer.inner",
    "compute, other, 1, compute",
    "t, '', 2, t:2:3",
    "'', '', 2, (anonymous):2:3",
  })
  void functionsHaveTheNameOfTheirScopeAndAPlaceWhereThatTellsLittle(
      String name, String inferred, int locals, String shown) {
    for (V8Image.Release release : V8Image.Release.values()) {
      V8Image image = new V8Image(release);
      long script = image.script("file:///srv/app.mjs", "line\n  here");
      long shared = image.shared(image.scope(name, inferred, locals, 7), script, 0);
      assertThat(open(image).functions(interpreted(shared), true))
          .as("%s", release)
          .containsExactly(
              RuntimeFunction.of(RuntimeFunction.Kind.INTERPRETED, "/srv/app.mjs", shown));
    }
  }

  @Test
  void whatIsNoFunctionHasNoName() {
    V8Image image = new V8Image(V8Image.Release.NODE_20);
    long shared = image.shared(image.text("lazy"), 0, 0);
    V8Process process = open(image);
    assertThat(process.functions(interpreted(shared), true))
        .containsExactly(
            RuntimeFunction.of(RuntimeFunction.Kind.INTERPRETED, "[javascript]", "lazy"));
    assertThat(process.functions(interpreted(image.bytecode()), true)).isEmpty();
    assertThat(process.functions(interpreted(0x7000_0001), true)).isEmpty();
    assertThat(process.functions(FrameTag.of(FrameTag.PYTHON_CODE, shared), true)).isEmpty();
  }

  /** Offset 0 the function itself, 8 one inlined, 16 one inlined into that, 24 itself again. */
  @ParameterizedTest
  @EnumSource(V8Image.Release.class)
  void placesInOptimisedCodeTellWhatIsInlined(V8Image.Release release) {
    V8Image image = new V8Image(release);
    long outer = image.shared(image.text("outer"), 0, 0);
    long middle = image.shared(image.text("middle"), 0, 0);
    long inner = image.shared(image.text("inner"), 0, 0);
    boolean bit = release == V8Image.Release.NODE_24;
    ByteArrayOutputStream table = new ByteArrayOutputStream();
    long[] inlinings = {-1, 0, 1, -1};
    long before = 0;
    for (int i = 0; i < 4; i++) {
      int step = i == 0 ? 0 : 8;
      long position = (inlinings[i] + 1) << 31;
      number(table, bit ? 2L * step + 1 : -step - 1);
      number(table, position - before);
      before = position;
    }
    long start =
        image.optimised(
            outer,
            new long[] {middle, inner + 2},
            new int[][] {{-1, 0}, {0, 1}},
            table.toByteArray(),
            32);
    V8Process process = open(image);
    assertThat(names(process, start, true)).containsExactly("outer");
    assertThat(names(process, start + 9, true)).containsExactly("middle", "outer");
    assertThat(names(process, start + 17, true)).containsExactly("inner", "middle", "outer");
    assertThat(names(process, start + 24, true)).containsExactly("outer");
    assertThat(names(process, start + 24, false))
        .as("a call at the end of the one before")
        .containsExactly("inner", "middle", "outer");
    assertThat(names(process, start + 32, true)).isEmpty();
    process.refresh();
    V8Code code = process.code();
    int piece = code.find(start + 20);
    assertThat(code.optimised(piece)).isTrue();
    assertThat(code.place(piece, start + 20)).isEqualTo(start + 16);
    assertThat(code.find(start - 1)).isEqualTo(-1);
    assertThat(code.find(start + 32)).isEqualTo(-1);
  }

  private static void number(ByteArrayOutputStream out, long value) {
    long left = value << 1 ^ value >> 63;
    do {
      out.write((int) (left & 0x7f) | (left >>> 7 != 0 ? 0x80 : 0));
      left >>>= 7;
    } while (left != 0);
  }

  @ParameterizedTest
  @EnumSource(V8Image.Release.class)
  void codeWithoutATableOfPlacesIsThatOfItsFunction(V8Image.Release release) {
    V8Image image = new V8Image(release);
    long outer = image.shared(image.text("outer"), 0, 0);
    byte[] broken = {(byte) 0x80};
    long start = image.optimised(outer, new long[0], new int[][] {{-1, 5}}, broken, 32);
    assertThat(names(open(image), start + 9, true)).containsExactly("outer");
  }

  @ParameterizedTest
  @EnumSource(V8Image.Release.class)
  void otherCodeIsToldApart(V8Image.Release release) {
    V8Image image = new V8Image(release);
    long baseline = image.code(image.bytecode(), 0, 64, 10);
    long pattern = image.code(0, 0, 64, 3);
    V8Process process = open(image);
    assertThat(names(process, baseline + 5, true)).as("its frames tell").isEmpty();
    assertThat(names(process, pattern + 63, true)).containsExactly("(regular expression)");
    assertThat(process.refresh()).isTrue();
    V8Code code = process.code();
    assertThat(code.optimised(code.find(baseline))).isFalse();
    assertThat(process.refresh()).as("nothing new").isFalse();
    image.put(pattern - image.layout().get(V8Constant.STREAM_HEADER) + 1, 0, 0);
    process.refresh();
    assertThat(process.code().find(pattern)).as("the memory is other code's").isEqualTo(-1);
    assertThat(process.code().find(baseline)).isNotNegative();
  }

  @Test
  void codeThatWasMetIsKnownAfterALook() {
    V8Image image = new V8Image(V8Image.Release.NODE_24);
    long baseline = image.code(image.bytecode(), 0, 64, 10);
    V8Process process = open(image);
    process.meet(baseline + 12);
    process.meet(0x6000_0000);
    assertThat(process.code().find(baseline)).isEqualTo(-1);
    assertThat(process.refresh()).isTrue();
    assertThat(process.code().find(baseline)).isZero();
    assertThat(process.refresh()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(V8Image.Release.class)
  void stacksTakenBeforeOptimisedCodeWentHaveItsNames(V8Image.Release release) {
    V8Image image = new V8Image(release);
    long outer = image.shared(image.text("outer"), 0, 0);
    long start = image.optimised(outer, new long[0], new int[0][], new byte[0], 32);
    V8Process process = open(image);
    process.meet(start + 9);
    assertThat(process.refresh()).isTrue();
    image.put(start - image.layout().get(V8Constant.STREAM_HEADER) + 1, 0, 0);
    assertThat(process.refresh()).as("nothing new").isFalse();
    assertThat(process.code().find(start)).isEqualTo(-1);
    assertThat(names(process, start + 9, true)).containsExactly("outer");
    assertThat(names(process, start + 32, true)).isEmpty();
  }

  @Test
  void formerCodeIsForgottenAfterSomeTime() {
    CodePiece piece =
        new CodePiece(64, 128, 49, 1, 1, CodePiece.Kind.OPTIMISED, Optional.of(CodePlaces.of(17)));
    CodePiece later =
        new CodePiece(96, 160, 81, 1, 1, CodePiece.Kind.OPTIMISED, Optional.of(CodePlaces.of(33)));
    FormerCode former = new FormerCode();
    former.add(piece, 0);
    former.add(later, 5);
    assertThat(former.find(63)).isEmpty();
    assertThat(former.find(64)).contains(piece);
    assertThat(former.find(127)).contains(later);
    former.forgetOld(FormerCode.KEEP_NANOS + 1);
    assertThat(former.find(64)).isEmpty();
    assertThat(former.find(127)).contains(later);
    former.forgetOld(FormerCode.KEEP_NANOS + 6);
    assertThat(former.find(127)).isEmpty();
  }

  @Test
  void aBuildThatIsOtherwiseIsRefused() {
    V8Image compressed = new V8Image(V8Image.Release.NODE_24);
    compressed.tell(V8Constant.TAGGED_SIZE, 4);
    assertThatThrownBy(() -> open(compressed))
        .isInstanceOf(ForeignMemoryException.class)
        .hasMessageContaining("compressed pointers");
    V8Image silent = new V8Image(V8Image.Release.NODE_24);
    V8Constant.TYPE_SHARED.symbols().forEach(silent.variables()::remove);
    assertThatThrownBy(() -> open(silent)).hasMessageContaining("v8dbg_type_SharedFunctionInfo");
  }

  @ParameterizedTest
  @CsvSource({"/usr/bin/node, true", "/usr/lib/libnode.so.115, true", "/usr/bin/nodemon, false"})
  void filesAreToldByTheirNames(String path, boolean named) {
    assertThat(V8Process.named(path)).isEqualTo(named);
  }

  /** A heap whose words are exchanged for others: always an answer, of bounded size. */
  @ParameterizedTest
  @EnumSource(V8Image.Release.class)
  void hostileMemoryIsNeverMoreThanAWrongName(V8Image.Release release) {
    int named = 0;
    for (int seed = 0; seed < 1_500; seed++) {
      Random random = new Random(seed);
      V8Image image = new V8Image(release);
      long script = image.script("/srv/app.js", "one\ntwo");
      long outer = image.shared(image.scope("", "", 2, 5), script, 0);
      long inner = image.shared(image.scope("inner", "", 1, 0), script, 0);
      byte[] table = {1, 0, 17, 2};
      long start = image.optimised(outer, new long[] {inner}, new int[][] {{-1, 0}}, table, 64);
      for (int i = 0; i < 1 + random.nextInt(40); i++) {
        image.bytes.putLong(0x400 + random.nextInt(0x400 / 4) * 8, word(random));
      }
      V8Process process = open(image);
      for (long frame : new long[] {interpreted(outer), interpreted(inner), start + 9}) {
        List<RuntimeFunction> functions = process.functions(frame, true);
        assertThat(functions).hasSizeLessThanOrEqualTo(64);
        named += functions.isEmpty() ? 0 : 1;
      }
      process.refresh();
    }
    assertThat(named).as("the fuzz leaves names as well").isBetween(100, 4_400);
  }

  static long word(Random random) {
    return switch (random.nextInt(6)) {
      case 0, 1 -> V8Image.BASE + 0x400 + random.nextInt(0x80) * 16L + 1;
      case 2 -> V8Image.small(random.nextInt(64));
      case 3 -> V8Image.small(random.nextInt());
      case 4 -> V8Image.BASE + V8Image.SIZE - random.nextInt(64);
      default -> random.nextLong();
    };
  }
}
