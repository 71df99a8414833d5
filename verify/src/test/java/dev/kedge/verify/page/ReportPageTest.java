package dev.kedge.verify.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.verify.result.BootOutcome;
import dev.kedge.verify.result.BootResult;
import dev.kedge.verify.result.CaseResult;
import dev.kedge.verify.result.ConsoleReport;
import dev.kedge.verify.result.Samples;
import dev.kedge.verify.result.Status;
import dev.kedge.verify.result.VerificationResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {
  private static final String HOSTILE =
      "</pre><script>alert(1)</script>\u001b[31m\u202e\"'&<img src=x>";
  private static final Pattern LOADS =
      Pattern.compile("<script|<img|<iframe|<link|javascript:|@import|url\\(");

  @Test
  void showsGatesMatrixPlotsAndConsoles(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("console-4-new.log"), "[    0.1] Linux\n".repeat(200));
    Path index = new ReportPage().write(folder, Samples.failed());

    assertThat(Files.readString(index))
        .contains("debian:7.2 against debian:6.12", "nested-stall", "1 of 1", "<svg", "+824 %")
        .contains("waived", "console-4-new.log.html", "CONFIG_HZ");
    assertThat(Files.readString(folder.resolve("console-4-new.log.html")))
        .contains("id=\"L200\"", "class=\"report\"", "href=\"#L120\"");
  }

  @Test
  void hostileTextStaysText(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("c.log"), HOSTILE + "\n" + "x".repeat(100_000) + "\n");
    new ReportPage().write(folder, hostile(HOSTILE));
    String index = Files.readString(folder.resolve("index.html"));
    String console = Files.readString(folder.resolve("c.log.html"));

    for (String page : List.of(index, console)) {
      assertThat(LOADS.matcher(page).find()).isFalse();
      assertThat(page).doesNotContain("\u001b", "\u202e").contains("&lt;script&gt;");
    }
    assertThat(console).contains("96000 bytes more").hasSizeLessThan(40_000);
  }

  @Property(tries = 200)
  void anyTextGivesBalancedMarkup(@ForAll String text) {
    String page = new ReportPage().text(hostile(text));
    String plain = new ReportPage().text(hostile("plain"));

    assertThat(count(page, "<")).isEqualTo(count(plain, "<"));
    assertThat(LOADS.matcher(page.replaceAll(">[^<]*<", "><")).find()).isFalse();
  }

  private static long count(String page, String mark) {
    return Pattern.compile(mark).matcher(page).results().count();
  }

  @Test
  void longConsolesKeepBothEnds(@TempDir Path folder) throws IOException {
    StringBuilder flood = new StringBuilder();
    for (int i = 1; i <= 30_000; i++) {
      flood.append("line ").append(i).append('\n');
    }
    Files.writeString(folder.resolve("c.log"), flood);
    new ReportPage().write(folder, hostile("x"));

    assertThat(Files.readString(folder.resolve("c.log.html")))
        .contains("line 2\n", "line 30000\n", "10000 lines are left out here")
        .doesNotContain("line 15000\n");
  }

  private static VerificationResult hostile(String text) {
    VerificationResult base = Samples.passed();
    BootResult boot =
        new BootResult(
            Samples.NEW,
            "m" + text,
            1,
            BootOutcome.COMPLETED,
            "d" + text,
            Duration.ofSeconds(1),
            List.of(new CaseResult("s", "n" + text, Status.FAIL, "m" + text, List.of())),
            List.of(new ConsoleReport("t" + text, "HANG", "f", 1, false)),
            "c.log");
    return new VerificationResult(
        base.id(),
        base.started(),
        base.ended(),
        base.plan(),
        Optional.empty(),
        base.candidate(),
        base.kernels(),
        List.of(boot),
        List.of(),
        List.of(),
        List.of(),
        base.gates(),
        base.verdict());
  }
}
