package dev.kedge.verify.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.verify.result.BootOutcome;
import dev.kedge.verify.result.BootResult;
import dev.kedge.verify.result.CaseResult;
import dev.kedge.verify.result.ConsoleReport;
import dev.kedge.verify.result.Samples;
import dev.kedge.verify.result.Status;
import dev.kedge.verify.result.VerificationResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ExportTest {

  @Test
  void ktapIsTheGoldenFile() throws IOException {
    assertThat(new Ktap().text(Samples.failed())).isEqualTo(golden("failed.ktap"));
  }

  @Test
  void junitIsTheGoldenFile() throws IOException {
    assertThat(new JUnitXml().text(Samples.failed())).isEqualTo(golden("failed.junit.xml"));
  }

  @Test
  void kcidbIsTheGoldenFile() throws IOException {
    assertThat(new Kcidb("kedge").text(Samples.failed())).isEqualTo(golden("failed.kcidb.json"));
  }

  @Property(tries = 300)
  void ktapLinesAreCountedByTheirPlans(@ForAll String message, @ForAll Status status) {
    String text = new Ktap().text(with(message, status));

    List<String> inner = text.lines().filter(l -> l.matches(" {2}(not )?ok \\d+ .*")).toList();
    assertThat(inner).hasSize(2);
    assertThat(text.lines().filter(l -> l.matches("(not )?ok \\d+ .*"))).hasSize(2);
    assertThat(text).startsWith("KTAP version 1\n1..2\n");
  }

  @Property(tries = 300)
  void junitIsWellFormed(@ForAll String message, @ForAll Status status) throws Exception {
    String text = new JUnitXml().text(with(message, status));
    var document =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));

    assertThat(document.getElementsByTagName("testcase").getLength()).isEqualTo(2);
  }

  @Property(tries = 300)
  void kcidbKeepsTheSchemasRules(@ForAll String message, @ForAll Status status) {
    String text = new Kcidb("kedge").text(with(message, status));

    new KcidbRules().check(new JsonMapper().readTree(text));
  }

  private static VerificationResult with(String message, Status status) {
    VerificationResult base = Samples.passed();
    BootResult boot =
        new BootResult(
            Samples.NEW,
            message,
            1,
            BootOutcome.COMPLETED,
            message,
            Duration.ofSeconds(1),
            List.of(new CaseResult("s", message, status, message, List.of())),
            List.of(new ConsoleReport(message, "HANG", message, 1, false)),
            "");
    return new VerificationResult(
        base.id(),
        base.started(),
        base.ended(),
        base.plan(),
        base.baseline(),
        base.candidate(),
        base.kernels(),
        List.of(boot),
        List.of(),
        List.of(),
        List.of(),
        base.gates(),
        base.verdict());
  }

  private String golden(String name) throws IOException {
    try (var in = getClass().getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
