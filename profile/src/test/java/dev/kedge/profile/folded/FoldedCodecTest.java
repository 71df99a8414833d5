package dev.kedge.profile.folded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.profile.CodeModule;
import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.Frame;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.Profile;
import dev.kedge.profile.ProfileFormatException;
import dev.kedge.profile.Profiles;
import dev.kedge.profile.UnknownReason;
import dev.kedge.profile.WeightedStack;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldedCodecTest {
  @Test
  void marksKernelFrames() throws IOException {
    Profile profile = Profiles.of("nginx;main;read;vfs_read_k 3", "bash 1");
    assertThat(write(profile)).isEqualTo("nginx;main;read;vfs_read_k_[k] 3\nbash 1\n");
  }

  @Test
  void replacesWhatWouldBreakALine() throws IOException {
    NamedFrame frame =
        new NamedFrame(
            new Frame.Code(CodeOrigin.JIT, new CodeModule("", Optional.empty()), 0),
            Optional.of("run(Ljava/lang/String;)V\n"));
    Profile profile = Profiles.of(List.of(new WeightedStack("#a;b\t", 1, List.of(frame), 2)));
    assertThat(write(profile)).isEqualTo("_a:b ;run(Ljava/lang/String:)V _[j] 2\n");
  }

  @Test
  void readsKernelAndUnknownFrames() throws IOException {
    Profile profile = read("# captured\n\nmy cmd;[truncated];main;vfs_read_[k] 12\r\n");
    WeightedStack stack = profile.stacks().getFirst();
    assertThat(stack.command()).isEqualTo("my cmd");
    assertThat(stack.count()).isEqualTo(12);
    assertThat(stack.frames())
        .extracting(NamedFrame::displayName)
        .containsExactly("vfs_read", "main", "[truncated]");
    assertThat(stack.frames().getFirst().frame())
        .isEqualTo(
            new Frame.Code(CodeOrigin.KERNEL, new CodeModule("[kernel]", Optional.empty()), 0));
    assertThat(stack.frames().getLast().frame())
        .isEqualTo(new Frame.Unknown(UnknownReason.TRUNCATED));
  }

  @ParameterizedTest
  @CsvSource({
    "'a;b',           'line 1: expected \"command;frames count\", found \"a;b\"'",
    "'a;b 1\na;b 2.5','line 2: expected \"command;frames count\", found \"a;b 2.5\"'",
    "'a -3',          'line 1: expected \"command;frames count\", found \"a -3\"'",
    "'a 99999999999999999999', 'line 1: expected \"command;frames count\", found \"a"
        + " 99999999999999999999\"'",
    "'a 9223372036854775807\nb 1', 'line 2: the sum of all samples passes 2^63'",
  })
  void namesTheLineThatIsWrong(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(ProfileFormatException.class)
        .hasMessage(message);
  }

  @Test
  void aLineWithoutEndIsRefused() {
    assertThatThrownBy(() -> read("a 1\n" + "x".repeat(1_000_001)))
        .isInstanceOf(ProfileFormatException.class)
        .hasMessage("line 2: longer than 1000000 characters");
  }

  @Property
  void whatIsReadIsWrittenTheSame(@ForAll("profiles") Profile profile) throws IOException {
    String text = write(profile);
    Profile read = read(text);
    assertThat(write(read)).isEqualTo(text);
    assertThat(read.samples()).isEqualTo(profile.samples());
  }

  @Property
  void anyText(@ForAll String text) throws IOException {
    feed(text);
  }

  @Property(tries = 3000)
  void damagedText(@ForAll("profiles") Profile profile, @ForAll long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(write(profile));
    for (int i = random.nextInt(5); i > 0 && !text.isEmpty(); i--) {
      text.setCharAt(random.nextInt(text.length()), "; \n#0[k]\0é".charAt(random.nextInt(10)));
    }
    feed(text.toString());
  }

  private static void feed(String text) throws IOException {
    try {
      String written = write(read(text));
      assertThat(write(read(written))).isEqualTo(written);
    } catch (ProfileFormatException e) {
      assertThat(e.getMessage()).startsWith("line " + e.position() + ": ");
    }
  }

  private static String write(Profile profile) throws IOException {
    StringBuilder out = new StringBuilder();
    FoldedCodec.write(profile, out);
    return out.toString();
  }

  private static Profile read(String text) throws IOException {
    return FoldedCodec.read(new StringReader(text));
  }

  @Provide
  Arbitrary<Profile> profiles() {
    return Profiles.arbitrary();
  }
}
