package dev.kedge.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.report.line.Carrier;
import dev.kedge.report.score.LabelledLog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same lines give the same reports, whatever carried them. */
class InvarianceTest {
  private static final ReportParser PARSER = new ReportParser();

  static Stream<Arguments> carriers() {
    return Fixtures.all().stream()
        .flatMap(f -> Stream.of(Carrier.values()).map(c -> Arguments.of(f, c)));
  }

  @ParameterizedTest
  @MethodSource("carriers")
  void titlesStay(LabelledLog fixture, Carrier carrier) {
    assertThat(titles(carrier.wrap(fixture.log()))).isEqualTo(titles(fixture.log()));
  }

  static List<LabelledLog> fixtures() {
    return Fixtures.all();
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void otherTextAroundChangesNothing(LabelledLog fixture) {
    String log = new String(fixture.log(), StandardCharsets.UTF_8);
    String around =
        "[    1.000000] Linux version 6.1\n\n"
            + log
            + "\n[ 9999.000000] device left promiscuous mode\n";
    assertThat(titles(around.getBytes(StandardCharsets.UTF_8))).isEqualTo(titles(fixture.log()));
  }

  private static List<String> titles(byte[] log) {
    return PARSER.parse(log).stream().map(KernelReport::title).toList();
  }
}
