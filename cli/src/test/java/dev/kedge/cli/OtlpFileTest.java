package dev.kedge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.profile.ProfileFormatException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OTLP in JSON, of one message and of many. */
class OtlpFileTest {
  private static final String ONE = OtlpLines.message("web-7", 1);

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({"ONE, 1", "'ONE\n', 1", "'\n ONE\r\n\n  ONE', 2", "'ONE\nONE\nONE\n', 3"})
  void messagesAreAddedUp(String text, long samples) {
    byte[] file = bytes(text.replace("ONE", ONE));
    assertThat(OtlpFile.isJson(file)).isTrue();
    assertThat(OtlpFile.read(file).merged().orElseThrow().samples()).isEqualTo(samples);
  }

  @Test
  void aMessageMayStandOnManyLines() {
    byte[] file = bytes(ONE.replace("[{", "[\n{").replace(",\"", ",\n\""));
    assertThat(OtlpFile.read(file).merged().orElseThrow().samples()).isOne();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ONE\\n\\n{\"dictionary\":[]} | line 3: column 15, at /dictionary: expected an object",
        "ONE\\n{\"dictionary\": | line 2: column",
        "ONE\\nONE x | line 2: column",
        "ONE ONE | line 1: column",
        "{\\n\"dictionary\":\\n[]} | line 3: column 1, at /dictionary: expected an object",
        "ONE\\nBAD | line 2: in binary",
      })
  void mistakesAreSaidWithTheirLine(String text, String message) {
    byte[] file =
        bytes(
            text.replace("\\n", "\n")
                .replace("BAD", ONE.replace("\"stackIndex\":1", "\"stackIndex\":9"))
                .replace("ONE", ONE));
    assertThatThrownBy(() -> OtlpFile.read(file))
        .isInstanceOf(ProfileFormatException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource({"app;main 1", "'{app};main 1'", "'{', ", "''"})
  void otherTextIsNoJson(String text) {
    assertThat(OtlpFile.isJson(bytes(text))).isFalse();
  }

  @Test
  void damagedFilesDoNoHarm() {
    byte[] file = bytes(ONE + "\n" + ONE);
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      byte[] damaged = file.clone();
      for (int n = 0; n <= random.nextInt(4); n++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(OtlpFile.read(damaged)).isNotNull();
      } catch (ProfileFormatException e) {
        assertThat(e).hasMessageMatching("(?s)(line|byte) \\d+: .*");
      }
    }
  }
}
