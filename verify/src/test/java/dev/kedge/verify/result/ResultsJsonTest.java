package dev.kedge.verify.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kedge.verify.VerifyException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultsJsonTest {
  private static final ResultsJson JSON = new ResultsJson();

  @Test
  void readsWhatItWrites(@TempDir Path folder) {
    JSON.write(folder, Samples.failed());

    assertThat(JSON.read(folder)).isEqualTo(Samples.failed());
    assertThat(JSON.read(folder.resolve("results.json"))).isEqualTo(Samples.failed());
  }

  @Test
  void writesTheSameBytesForEqualResults() {
    byte[] once = JSON.encode(Samples.failed());

    assertThat(JSON.encode(JSON.decode("results.json", once))).isEqualTo(once);
  }

  @Test
  void isTheGoldenFile() throws IOException {
    try (var golden = getClass().getResourceAsStream("results.golden.json")) {
      assertThat(new String(JSON.encode(Samples.failed()), StandardCharsets.UTF_8))
          .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "version" : 1,         | "version" : 2,             | version 2
          "kedge-verification"   | "other"                    | the format is "other"
          "verdict" : "FAIL",    | "verdict" : "MAYBE",       | MAYBE
          "censored" : 0         | "censored" : 0, "more" : 1 | more
          "censored" : 0         | "censored" : 2             | 2 of 1 values censored
          "censored" : 0         | "censored" : null          | null
          "round" : 2,           |                            | round
          "round" : 2,           | "round" : 2, "round" : 3,  | uplicate
          "round" : 2,           | "round" : "2",             | int
          "console-1-old.log"    | "../../etc/passwd"         | console
          "candidate" : "debian:7.2" | "candidate" : "debian:9" | debian:9
          "0123456789abcdef0123456789abcdef01234567" | "xyz"  | build-id
          """)
  void refusesWhatDoesNotFit(String from, String to, String said) {
    String text = new String(JSON.encode(Samples.failed()), StandardCharsets.UTF_8);
    String broken = text.replace(from, to == null ? "" : to);
    assertThat(broken).isNotEqualTo(text);

    assertThatThrownBy(() -> JSON.decode("r.json", broken.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(VerifyException.class)
        .hasMessageStartingWith("r.json")
        .hasMessageContaining(said);
  }

  @Test
  void refusesAnythingAfterTheValue() {
    String text = new String(JSON.encode(Samples.failed()), StandardCharsets.UTF_8) + "{}";

    assertThatThrownBy(() -> JSON.decode("r.json", text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(VerifyException.class)
        .hasMessageMatching("(?s)r\\.json:\\d+:\\d+: .*");
  }

  @Test
  void refusesDeepNesting() {
    String deep = "[".repeat(100_000);

    assertThatThrownBy(() -> JSON.decode("r.json", deep.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(VerifyException.class);
  }

  @Test
  void refusesLongFiles(@TempDir Path folder) throws IOException {
    JSON.write(folder, Samples.failed());
    long size = Files.size(folder.resolve("results.json"));

    assertThatThrownBy(() -> new ResultsJson(size - 1).read(folder))
        .isInstanceOf(VerifyException.class)
        .hasMessageContaining("at most");
    assertThat(new ResultsJson(size).read(folder)).isEqualTo(Samples.failed());
  }

  @Property(tries = 2_000)
  void survivesDamage(@ForAll long seed) {
    byte[] bytes = JSON.encode(Samples.failed());
    Random random = new Random(seed);
    for (int i = random.nextInt(5); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }

    Throwable thrown = catchThrowable(() -> JSON.decode("r.json", bytes));

    assertThat(thrown)
        .satisfiesAnyOf(
            none -> assertThat(none).isNull(),
            own -> assertThat(own).isInstanceOf(VerifyException.class));
  }
}
