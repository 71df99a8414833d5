package dev.kedge.bandwidth.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.bandwidth.BandwidthException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitRulesTest {
  private static final String GOOD =
      """
      version 1
      throttled-percent 1
      throttled-periods 10
      # remark
      rule short-period
      severity low
      threshold ticks 5
      because it is so
      reason {period} is short:
      reason {ticks} ticks
      fix at least {proposed}
      """;

  @Test
  void readsAFile(@TempDir Path directory) throws IOException {
    LimitRules rules = LimitRules.read(Files.writeString(directory.resolve("own.rules"), GOOD));

    assertThat(rules.entries())
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.reason()).isEqualTo("{period} is short: {ticks} ticks");
          assertThat(entry.threshold("ticks")).isEqualTo(5);
          assertThat(entry.whenThrottled()).isEqualTo(Severity.LOW);
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          version 1              | version 2          | own:1: | version 1
          severity low           | severity bad       | own:6: | expected info, low, medium or high
          severity low           | # severity low     | own:5: | lacks a severity
          rule short-period      | rule short         | own:5: | there are burst-never-used
          rule short-period      | # no rule          | own:6: | before the first rule
          threshold ticks 5      | threshold tick 5   | own:7: | ticks
          threshold ticks 5      | threshold ticks x  | own:7: | no number
          threshold ticks 5      | threshold ticks -1 | own:7: | from 0 to 10^9
          threshold ticks 5      | # none             | own:8: | threshold before it
          because it is so       | # none             | own:5: | a because for threshold ticks
          fix at least {proposed}| fix {quota}        | own:11: | no figure is called {quota}
          fix at least {proposed}| # none             | own:5: | lacks a fix
          reason {ticks} ticks   | raison {ticks}     | own:10: | 'raison' is no keyword
          throttled-percent 1    | # none             | own:11: | 'throttled-percent' is missing
          """)
  void errorsNameFileAndLine(String good, String bad, String place, String message) {
    assertThat(GOOD).contains(good);
    assertThatThrownBy(() -> LimitRules.parse("own", GOOD.replace(good, bad)))
        .isInstanceOf(BandwidthException.class)
        .hasMessageStartingWith(place)
        .hasMessageContaining(message);
  }

  @Test
  void aRuleStandsOnce() {
    String rule = GOOD.substring(GOOD.indexOf("rule"));

    assertThatThrownBy(() -> LimitRules.parse("own", GOOD + rule))
        .hasMessage("own:12: rule 'short-period' is there twice");
  }

  @Property
  void anyTextIsReadOrRefused(@ForAll String text, @ForAll boolean headed) {
    try {
      LimitRules.parse("own", headed ? GOOD + text : text);
    } catch (BandwidthException e) {
      assertThat(e).hasMessageStartingWith("own:");
    }
  }
}
