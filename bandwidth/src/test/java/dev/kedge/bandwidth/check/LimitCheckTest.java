package dev.kedge.bandwidth.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LimitCheckTest {
  static List<HostCase> cases() throws IOException {
    return HostCase.read();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void findsWhatTheTableSays(HostCase host) {
    List<Finding> findings = new LimitCheck().findings(host.host());

    assertThat(findings.stream().map(LimitCheckTest::text))
        .containsExactlyInAnyOrderElementsOf(host.expected());
    assertThat(findings)
        .allSatisfy(finding -> {
          assertThat(finding.reason()).doesNotContain("{").isNotBlank();
          assertThat(finding.fix().advice()).doesNotContain("{").isNotBlank();
        })
        .isSortedAccordingTo((a, b) -> b.severity().compareTo(a.severity()));
  }

  @Test
  void everyRuleIsInTheTableAndShips() throws IOException {
    var found =
        cases().stream()
            .flatMap(host -> host.expected().stream())
            .map(line -> line.split(" ", -1)[1])
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(found)
        .containsExactlyElementsOf(
            new TreeSet<>(LimitCheck.all().stream().map(LimitRule::id).toList()));
    assertThat(LimitRules.shipped().entries()).hasSameSizeAs(LimitCheck.all());
  }

  @Test
  void reasonsHaveFigures() throws IOException {
    HostCase host =
        cases().stream().filter(c -> c.name().startsWith("one percent")).findFirst().orElseThrow();

    List<Finding> findings = new LimitCheck().findings(host.host());

    assertThat(findings.getFirst().reason())
        .contains("Linux 6.12.95", "16 threads", "1 ms per 100 ms", "6.4 s");
    assertThat(findings.get(1).reason()).contains("tick (4 ms)", "4 CPUs", "16 ms", "1.6 s");
  }

  private static String text(Finding finding) {
    String writes =
        finding.fix().writes().stream()
            .map(write -> write.file() + "=" + write.value())
            .collect(Collectors.joining("; "));
    return "%s %s %s %s"
        .formatted(finding.group(), finding.rule(), finding.severity().label(), writes)
        .strip();
  }
}
