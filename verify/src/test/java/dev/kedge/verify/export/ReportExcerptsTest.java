package dev.kedge.verify.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.verify.result.BootOutcome;
import dev.kedge.verify.result.BootResult;
import dev.kedge.verify.result.ConsoleReport;
import dev.kedge.verify.result.Samples;
import dev.kedge.verify.result.VerificationResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports nobody asked for are cut out of consoles; drills stay where they are. */
class ReportExcerptsTest {
  private static final String CONSOLE = "consoles/one.log";

  @TempDir private Path folder;

  @Test
  void aReportGoesFromItsFirstLineToTheNextOne() throws IOException {
    console("boot", "WARNING: one", "of it", "INFO: drill", "of the drill", "BUG: two", "end");

    List<ReportExcerpts.Excerpt> excerpts =
        ReportExcerpts.of(folder, run(report(2, false), report(4, true), report(6, false)));

    assertThat(excerpts)
        .extracting(ReportExcerpts.Excerpt::text)
        .containsExactly("WARNING: one\nof it\n", "BUG: two\nend\n");
    assertThat(excerpts.getFirst().host()).isEqualTo("verify.7.2.12-cloud-amd64");
    assertThat(excerpts.getFirst().name()).endsWith(CONSOLE + ":2");
  }

  @Test
  void whatWasAskedForIsNotFiled() throws IOException {
    console("INFO: drill");

    assertThat(ReportExcerpts.of(folder, run(report(1, true)))).isEmpty();
  }

  @Test
  void longReportsAndLinesAreCut() throws IOException {
    console(IntStream.range(0, 3_000).mapToObj(i -> "x".repeat(5_000)).toArray(String[]::new));

    String text = ReportExcerpts.of(folder, run(report(1, false))).getFirst().text();

    assertThat(text.lines().collect(Collectors.toList()))
        .hasSize(2_000)
        .allMatch(line -> line.length() == 4_096);
  }

  @Test
  void aConsoleThatIsALinkIsNotRead() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "BUG: secret\n");
    Files.createDirectories(folder.resolve("consoles"));
    Files.createSymbolicLink(folder.resolve(CONSOLE), secret);

    assertThat(ReportExcerpts.of(folder, run(report(1, false)))).isEmpty();
  }

  private void console(String... lines) throws IOException {
    Files.createDirectories(folder.resolve("consoles"));
    Files.write(folder.resolve(CONSOLE), List.of(lines));
  }

  private static ConsoleReport report(int line, boolean expected) {
    return new ConsoleReport("title " + line, "BUG", "f" + line, line, expected);
  }

  private static VerificationResult run(ConsoleReport... reports) {
    VerificationResult sample = Samples.failed();
    BootResult boot =
        new BootResult(
            Samples.NEW,
            "one-cpu",
            1,
            BootOutcome.COMPLETED,
            "",
            Duration.ZERO,
            List.of(),
            List.of(reports),
            CONSOLE);
    return new VerificationResult(
        sample.id(),
        sample.started(),
        sample.ended(),
        sample.plan(),
        sample.baseline(),
        sample.candidate(),
        sample.kernels(),
        List.of(boot),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        sample.verdict());
  }
}
