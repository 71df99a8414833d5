package dev.kedge.report.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineTemplateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BUG: {what:rest}|DEBUG: x|",
        "BUG: {what:rest}|a BUG: x y|x y",
        "in {what:symbol} at|in f+0x1/0x2 at|f",
        "CPU#{what:num} stuck|CPU#12 stuck|12",
        "<{what:text}> end|<a b> end|a b",
        "cut:{end}|cut:  |",
      })
  void templatesCapture(String template, String line, String what) {
    Map<String, String> captures = LineTemplate.of(template).match(line).orElse(Map.of());
    assertThat(captures.getOrDefault("what", "")).isEqualTo(what == null ? "" : what);
  }
}
