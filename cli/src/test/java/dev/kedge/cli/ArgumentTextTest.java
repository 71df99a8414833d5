package dev.kedge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** Durations and sizes as people type them. */
class ArgumentTextTest {
  private final DurationText durations = new DurationText();
  private final ByteSize.Converter sizes = new ByteSize.Converter();

  @ParameterizedTest
  @CsvSource({"500ms, PT0.5S", "30s, PT30S", "5m, PT5M", "2h, PT2H", "14d, PT336H"})
  void durationsHaveAUnit(String text, Duration expected) {
    assertThat(durations.convert(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "s", "-5s", "1.5h", "5 m", "99999999999d", "5w"})
  void otherDurationsAreRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> durations.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("for example");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1000, 1000",
    "1K, 1024",
    "512M, 536870912",
    "512MiB, 536870912",
    "20G, 21474836480",
    "2TB, 2199023255552"
  })
  void sizesArePowersOf1024(String text, long expected) {
    assertThat(sizes.convert(text).bytes()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "M", "-1G", "1.5G", "1 G", "999999999999T"})
  void otherSizesAreRefused(String text) {
    assertThatThrownBy(() -> sizes.convert(text)).isInstanceOf(TypeConversionException.class);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 B", "1023, 1023 B", "1536, 1.5 KiB", "21474836480, 20.0 GiB"})
  void sizesAreShownWithTheLargestUnit(double bytes, String expected) {
    assertThat(ByteSize.text(bytes)).isEqualTo(expected);
  }
}
