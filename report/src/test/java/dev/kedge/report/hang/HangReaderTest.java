package dev.kedge.report.hang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Graphs against hand-checked facts: of this tree's logs, and of logs beside the tree. */
class HangReaderTest {
  private static final HangReader READER = new HangReader();

  /** The longest list of waits the facts files give in full. */
  private static final int WAITS = 14;

  @TestFactory
  Stream<DynamicTest> fixtures() {
    return HangFacts.read("fixtures.facts").entrySet().stream()
        .map(log ->
            DynamicTest.dynamicTest(
                log.getKey(), () -> check(HangFacts.fixture(log.getKey()), log.getValue())));
  }

  @TestFactory
  Stream<DynamicTest> corpus() {
    return beside("corpus.facts", "kernel-reports/report");
  }

  @TestFactory
  Stream<DynamicTest> realConsoles() {
    return beside("consoles.facts", "real-consoles");
  }

  private static Stream<DynamicTest> beside(String facts, String directory) {
    Path root = Path.of(System.getProperty("kedge.root", ".."));
    Path logs = root.resolve("../shared/corpus").resolve(directory).toAbsolutePath().normalize();
    assumeTrue(Files.isDirectory(logs), "logs are not there, graphs are not checked: " + logs);
    return HangFacts.read(facts).entrySet().stream()
        .map(log ->
            DynamicTest.dynamicTest(
                log.getKey(), () -> check(log(logs.resolve(log.getKey())), log.getValue())));
  }

  /** Without the copy of the report at the end of some files. */
  private static byte[] log(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    int report = text.indexOf("\n\nREPORT:");
    return (report < 0 ? text : text.substring(0, report + 1))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void check(byte[] log, List<String> facts) {
    assertThat(HangFacts.of(READER.read(log), WAITS)).containsExactlyElementsOf(facts);
  }

  @Test
  void throttledHolderIsNamedWithItsState() {
    HangGraph graph = READER.read(HangFacts.fixture("blockers-6.18.log")).getFirst();
    assertThat(graph.roots().getFirst().reason())
        .contains("switched out inside the kernel in hotel_scan")
        .contains("throttled");
    assertThat(graph.blockerKey().orElseThrow().text())
        .isEqualTo("rw-semaphore (write), runnable in __x64_sys_ioctl");
  }

  @Test
  void deadlockIsNamed() {
    HangGraph graph = READER.read(HangFacts.fixture("lockdep-5.x-cycle.log")).getFirst();
    assertThat(graph.cycles().getFirst().text())
        .startsWith("mover:501 -> mutex &shelf->stats @ffff88801a2b01f0 in shelf_move_item -> ")
        .endsWith(" -> mover:501");
  }

  @Test
  void repeatedReportsAreOneWait() {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      String stamp = "[  %d.000000] ".formatted(200 + i);
      log.append(stamp)
          .append("INFO: task rm:7 blocked for more than %d seconds.%n".formatted(120 + i))
          .append(stamp)
          .append("task:rm  state:D stack:0  pid:7  ppid:1  flags:0x0\n")
          .append(stamp)
          .append("Call Trace:\n");
      for (String function : List.of("schedule", "synchronize_rcu", "do_unlinkat")) {
        log.append(stamp).append(" ").append(function).append("+0x1/0x2\n");
      }
    }
    List<HangGraph> graphs = READER.read(log.toString().getBytes(StandardCharsets.UTF_8));
    assertThat(graphs).hasSize(1);
    assertThat(graphs.getFirst().task(7).orElseThrow().reports()).isEqualTo(5);
    assertThat(graphs.getFirst().task(7).orElseThrow().blockedSeconds()).isEqualTo(124);
  }

  @Test
  void hostileNamesStayInsideTheirLabels() {
    String log =
        """
        [  300.000000] INFO: task a"];x[label="\\:1 blocked for more than 120 seconds.
        [  300.000100] INFO: task a"];x[label="\\:1 is blocked on a mutex likely owned by task b\u001b[31m:2.
        """;
    List<HangGraph> graphs = READER.read(log.getBytes(StandardCharsets.UTF_8));
    String dot = HangDot.of(graphs);
    assertThat(dot).contains("label=\"a\\\"];x[label=\\\"\\\\:1\"").contains("h0_t1 -> h0_t2");
    assertThat(dot).doesNotContain("\u001b");
    assertThat(HangText.of(graphs)).doesNotContain("\u001b");
  }
}
