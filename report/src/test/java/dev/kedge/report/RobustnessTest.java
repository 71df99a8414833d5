package dev.kedge.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.report.score.LabelledLog;
import dev.kedge.report.title.TitleForm;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernel's text is written by others: nothing in it may stop the parser. */
class RobustnessTest {
  private static final ReportParser PARSER = new ReportParser();
  private static final List<LabelledLog> FIXTURES = Fixtures.all();

  private static final String[] PIECES = {
    "BUG: ",
    "KASAN: ",
    "WARNING: ",
    "INFO: ",
    "CPU: 1 PID: ",
    " at ",
    "Call Trace:",
    " in ",
    "+0x1/0x2",
    "func",
    "{",
    "}",
    "<",
    ">",
    "[",
    "]",
    "[    1.000001]",
    "[   T1]",
    "(",
    ")",
    ".",
    ":",
    "\n",
    "\r\n",
    " ",
    "? ",
    "RIP: 0010:",
    "Kernel panic - not syncing: ",
    "task ",
    " blocked for more than",
    "\u0000",
    "Read of size",
    "rcu_preempt detected stalls",
    "_RNvC",
    "4,1,2,-;",
    "at: ",
    "which became ",
    " from "
  };

  @Property(tries = 300)
  void anyBytes(@ForAll byte[] bytes) {
    check(bytes);
  }

  @Property(tries = 1000)
  void anyOrderOfPieces(@ForAll("pieces") String text) {
    check(text.getBytes(StandardCharsets.UTF_8));
  }

  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.of(PIECES).list().ofMaxSize(80).map(parts -> String.join("", parts));
  }

  @Property(tries = 1000)
  void damagedLogs(@ForAll("damaged") byte[] bytes) {
    check(bytes);
  }

  @Provide
  Arbitrary<byte[]> damaged() {
    Arbitrary<Integer> position = Arbitraries.integers().between(0, 10_000);
    return Combinators.combine(Arbitraries.of(FIXTURES), position, position, Arbitraries.bytes())
        .as((fixture, from, at, value) -> {
          byte[] log = fixture.log();
          int start = from % log.length;
          byte[] cut = Arrays.copyOfRange(log, start, log.length);
          cut[at % cut.length] = value;
          return cut;
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"WARNING:  at  CPU: 1 PID: BUG: "})
  void textsThatBrokeIt(String text) {
    check(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void everyTruncation() {
    byte[] log = Fixtures.named("rcu-stall-x86").log();
    for (int length = 0; length < log.length; length++) {
      check(Arrays.copyOf(log, length));
      check(Arrays.copyOfRange(log, length, log.length));
    }
  }

  @Test
  void linesOfAnyLength() {
    String word = "BUG: KASAN: use-after-free in f+0x1/0x2 ";
    for (String piece :
        List.of("a", "[", "<", "(", "{", " at ", "_R", word, "\u001b[", "at:", "::")) {
      byte[] line = piece.repeat(100_000 / piece.length()).getBytes(StandardCharsets.UTF_8);
      check(line);
      byte[] header =
          (word + piece.repeat(20_000) + "\n").repeat(5).getBytes(StandardCharsets.UTF_8);
      check(header);
    }
  }

  @Test
  void manyHeadersOfManyCallers() {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      log.append("[%5d.000000][ T%d] WARNING: number %d\n".formatted(i, i % 500, i));
    }
    assertThat(PARSER.parse(log.toString().getBytes(StandardCharsets.UTF_8)))
        .hasSize(ReportEngine.MAX_REPORTS);
  }

  private static void check(byte[] log) {
    int lines = new String(log, StandardCharsets.ISO_8859_1).split("\n", -1).length;
    int start = 0;
    for (KernelReport report : PARSER.parse(log)) {
      assertThat(report.title()).isNotBlank().hasSizeLessThanOrEqualTo(TitleForm.MAX_LENGTH);
      assertThat(report.title().chars()).allMatch(c -> c >= ' ' && c < 0x7f);
      assertThat(report.startLine()).isGreaterThan(start);
      assertThat(report.endLine()).isBetween(report.startLine(), lines);
      start = report.startLine();
    }
  }
}
