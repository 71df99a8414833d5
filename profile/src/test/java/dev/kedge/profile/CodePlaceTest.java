package dev.kedge.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodePlaceTest {

  /** Frames are letters: lower case inlined, upper case not; the digit behind is the module. */
  @ParameterizedTest
  @CsvSource({
    "A1, A1",
    "a1 B1, a1+B1",
    "a1 b1 C1 D1, a1+b1+C1 D1",
    "a1 B2, a1 B2",
    "a1 b2 C2, a1 b2+C2",
    "a1 b1 C2, a1 b1 C2",
    "A1 b1, A1 b1",
    "a1 B1 c1 D1, a1+B1 c1+D1",
  })
  void inlinedFramesBelongToTheNextOfTheirModule(String stack, String places) {
    List<NamedFrame> frames = Arrays.stream(stack.split(" ")).map(CodePlaceTest::frame).toList();
    StringBuilder found = new StringBuilder();
    for (CodePlace place : CodePlace.of(frames)) {
      place.inlined().forEach(frame -> found.append(text(frame)).append('+'));
      found.append(text(place.frame())).append(' ');
    }
    assertThat(found.toString().strip()).isEqualTo(places);
  }

  private static NamedFrame frame(String text) {
    String name = text.substring(0, 1);
    CodeModule module = new CodeModule(text.substring(1), Optional.empty());
    return Character.isLowerCase(text.charAt(0))
        ? CodePlace.inlined(module, name)
        : new NamedFrame(new Frame.Code(CodeOrigin.NATIVE, module, 7), Optional.of(name));
  }

  private static String text(NamedFrame frame) {
    return frame.function().orElse("") + ((Frame.Code) frame.frame()).module().path();
  }

  @Property(tries = 300)
  void noFrameIsLost(@ForAll long seed) {
    for (WeightedStack stack : Profiles.random(new Random(seed), 20, 12).stacks()) {
      List<NamedFrame> frames = new ArrayList<>();
      for (CodePlace place : CodePlace.of(stack.frames())) {
        frames.addAll(place.inlined());
        frames.add(place.frame());
      }
      assertThat(frames).isEqualTo(stack.frames());
    }
  }
}
