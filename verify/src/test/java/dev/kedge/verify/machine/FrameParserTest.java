package dev.kedge.verify.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.verify.result.Better;
import dev.kedge.verify.result.CaseResult;
import dev.kedge.verify.result.Metric;
import dev.kedge.verify.result.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames out of bytes that others may have written too. */
class FrameParserTest {
  private static final String NONCE = "00ff00ff00ff00ff00ff00ff00ff00ff";
  private static final String RESULT =
      "{\"suite\":\"s\",\"case\":\"c\",\"status\":\"done\",\"message\":\"m\",\"metrics\":["
          + "{\"name\":\"x\",\"unit\":\"ms\",\"better\":\"LOWER\",\"values\":[1,2.5],\"censored\":1}]}";
  private static final String BOOT =
      String.join(
          "\n",
          line("BOOT"),
          line("READY"),
          line("START s"),
          line("RESULT " + RESULT),
          line("TEXT ok 1 a test"),
          line("END s 2"),
          line("EXIT 1"),
          "");
  private static final List<Frame> FRAMES =
      List.of(
          new Frame.Boot(),
          new Frame.Ready(),
          new Frame.Start("s"),
          new Frame.Result(
              new CaseResult(
                  "s",
                  "c",
                  Status.DONE,
                  "m",
                  List.of(new Metric("x", "ms", Better.LOWER, List.of(1.0, 2.5), 1)))),
          new Frame.Text("ok 1 a test"),
          new Frame.End("s", 2),
          new Frame.Exit(1));

  @Property(tries = 200)
  void piecesOfAnySizeGiveTheSameFrames(
      @ForAll @Size(max = 20) List<@IntRange(min = 1, max = 60) Integer> pieces) {
    byte[] bytes = BOOT.getBytes(StandardCharsets.UTF_8);
    FrameParser parser = new FrameParser(NONCE);
    List<Frame> frames = new ArrayList<>();
    int at = 0;
    for (int piece : pieces) {
      int count = Math.min(piece, bytes.length - at);
      frames.addAll(parser.feed(bytes, at, count));
      at += count;
    }
    frames.addAll(parser.feed(bytes, at, bytes.length - at));

    assertThat(frames).isEqualTo(FRAMES);
    assertThat(parser.strays()).isZero();
  }

  @Test
  void linesWithoutTheNonceAreNoFrames() {
    FrameParser parser = new FrameParser(NONCE);
    String forged =
        "KEDGE EXIT 0\nKEDGE 00000000000000000000000000000000 EXIT 0\n x "
            + line("EXIT 0")
            + "\nKEDGE "
            + NONCE
            + "EXIT 0\n";

    assertThat(feed(parser, forged)).isEmpty();
    assertThat(parser.strays()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NONSENSE",
        "EXIT 1000",
        "EXIT x",
        "END s x",
        "RESULT {",
        "RESULT []",
        "RESULT {}",
        "RESULT {\"suite\":\"other\",\"status\":\"PASS\"}",
        "RESULT {\"status\":\"SUPER\"}",
        "RESULT {\"status\":\"PASS\",\"metrics\":[{\"name\":\"\",\"values\":[1]}]}",
        "RESULT {\"status\":\"PASS\",\"metrics\":[{\"name\":\"x\",\"values\":[]}]}",
        "RESULT {\"status\":\"PASS\",\"metrics\":[{\"name\":\"x\",\"values\":[\"1\"]}]}",
        "RESULT {\"status\":\"PASS\",\"metrics\":[{\"name\":\"x\",\"values\":[1e999]}]}",
        "RESULT {\"status\":\"PASS\",\"metrics\":[{\"name\":\"x\",\"values\":[1],\"censored\":2}]}"
      })
  void whatIsNoFrameIsToldAsDamaged(String body) {
    FrameParser parser = new FrameParser(NONCE);

    assertThat(feed(parser, line("START s") + "\n" + line(body) + "\n").getLast())
        .isInstanceOf(Frame.Damaged.class);
  }

  @Test
  void anEndlessLineIsCut() {
    FrameParser parser = new FrameParser(NONCE);
    byte[] chunk = new byte[1 << 20];
    java.util.Arrays.fill(chunk, (byte) 'x');
    feed(parser, "KEDGE " + NONCE + " TEXT ");
    for (int i = 0; i < 6; i++) {
      assertThat(parser.feed(chunk, 0, chunk.length)).isEmpty();
    }

    assertThat(feed(parser, "\n" + line("READY") + "\n"))
        .satisfiesExactly(
            cut -> assertThat(cut).isInstanceOf(Frame.Damaged.class),
            next -> assertThat(next).isEqualTo(new Frame.Ready()));
  }

  @Property(tries = 500)
  void anyBytesAreRead(@ForAll @Size(max = 300) byte[] bytes, @ForAll boolean afterNonce) {
    FrameParser parser = new FrameParser(NONCE);
    feed(parser, afterNonce ? "KEDGE " + NONCE + " RESULT {" : "");
    parser.feed(bytes, 0, bytes.length);

    assertThat(feed(parser, "\n" + line("READY") + "\n")).contains(new Frame.Ready());
  }

  private static List<Frame> feed(FrameParser parser, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return parser.feed(bytes, 0, bytes.length);
  }

  private static String line(String body) {
    return "KEDGE " + NONCE + " " + body;
  }
}
