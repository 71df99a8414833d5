package dev.kedge.verify.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What suites printed lies beside the console of their boot. */
class SuiteTextsTest {
  @TempDir private Path folder;

  @Test
  void linesAreReadAsTheyWereWritten() throws IOException {
    Files.createDirectories(folder.resolve("consoles/1-6.12"));
    List<SuiteTexts.Line> lines =
        List.of(new SuiteTexts.Line("one", "a\tb"), new SuiteTexts.Line("two", ""));

    SuiteTexts.write(folder, "consoles/1-6.12/measure-1.log", lines);

    assertThat(folder.resolve("consoles/1-6.12/measure-1.suites.txt")).exists();
    assertThat(SuiteTexts.read(folder, boot("consoles/1-6.12/measure-1.log")))
        .extracting(SuiteTexts.Line::suite)
        .containsExactly("one", "two");
  }

  @Test
  void controlCharactersAreMadeVisible() throws IOException {
    SuiteTexts.write(folder, "c.log", List.of(new SuiteTexts.Line("s", "x\u001b[2Jy\nz")));

    assertThat(Files.readAllLines(folder.resolve("c.suites.txt"))).hasSize(1);
    assertThat(SuiteTexts.read(folder, boot("c.log")).getFirst().text())
        .doesNotContain("\u001b")
        .contains("x", "y", "z");
  }

  @Test
  void aBootWithoutTextHasNoFile() {
    SuiteTexts.write(folder, "c.log", List.of());

    assertThat(folder).isEmptyDirectory();
    assertThat(SuiteTexts.read(folder, boot("c.log"))).isEmpty();
    assertThat(SuiteTexts.read(folder, boot(""))).isEmpty();
  }

  private static BootResult boot(String console) {
    return new BootResult(
        "k", "m", 1, BootOutcome.COMPLETED, "", Duration.ZERO, List.of(), List.of(), console);
  }
}
