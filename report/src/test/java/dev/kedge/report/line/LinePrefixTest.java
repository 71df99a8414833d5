package dev.kedge.report.line;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinePrefixTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[   12.345678] hello|hello||12345678",
        "[   12.345678][   T34] hello|hello|T34|12345678",
        "[   12.345678][C1] hello|hello|C1|12345678",
        "<6>[    0.000001] hello|hello||1",
        "login: [   12.345678] hello|hello||12345678",
        "Nov 22 10:00:00 host kernel: hello|hello||-1",
        "Nov 22 10:00:00 host kernel: [    1.000000] hello|hello||1000000",
        "2026-11-22T10:00:00.1+00:00 host kernel: hello|hello||-1",
        "6,1234,5678901,-;hello|hello||5678901",
        "6,1234,5678901,-,caller=T7;hello|hello|T7|5678901",
        "6.18.4,6,1234,5678901,-,caller=C0,ncfrag=0/12;hello|hello|C0|5678901",
        "<4>hello|hello||-1",
        "hello [123] you|hello [123] you||-1",
        "a kernel: b|a kernel: b||-1",
      })
  void prefixesComeOff(String raw, String text, String caller, long micros) {
    LogLine line = LinePrefix.read(1, raw);
    assertThat(line.text()).isEqualTo(text);
    assertThat(line.caller()).isEqualTo(caller == null ? "" : caller);
    assertThat(line.micros()).isEqualTo(micros);
  }

  @Property
  void anyLineHasAText(@ForAll String raw) {
    LogLine line = LinePrefix.read(1, raw);
    assertThat(line.raw()).isEqualTo(raw);
    assertThat(line.micros()).isGreaterThanOrEqualTo(-1);
  }
}
