package dev.kedge.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.report.carrier.Carrier;
import dev.kedge.report.hang.HangDot;
import dev.kedge.report.hang.HangGraph;
import dev.kedge.report.hang.HangReader;
import dev.kedge.report.hang.HangText;
import dev.kedge.report.line.ConsoleLog;
import dev.kedge.report.line.LineSource;
import dev.kedge.report.line.LogLine;
import dev.kedge.report.region.HeaderLines;
import dev.kedge.report.region.RegionFinder;
import dev.kedge.report.rules.FamilyRules;
import dev.kedge.report.rules.RuleSet;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No log makes the work grow faster than the log. Work is counted, not timed: lines looked at and
 * memory asked for do not depend on what else the machine does.
 */
class WorkTest {
  private static final ReportParser PARSER = new ReportParser();
  private static final HangReader HANGS = new HangReader();

  /** Up to 64 callers may be in the middle of a report, so a line is looked at for each of them. */
  private static final int LOOKS = 80;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WARNING: x\n",
        "WARNING: x%d\n",
        "WARNING: x\nhello\n",
        "[  100.%06d] WARNING: x\n",
        "[  100.%06d][ T%1$d] WARNING: x\n",
        "[  100.%06d][ T%1$d] WARNING: x\n[  100.%1$06d][   T1] hello\n",
        "[  100.%06d] INFO: task a:%1$d blocked for more than 120 seconds.\n",
        "BUG: KASAN: use-after-free in f+0x1/0x2\n",
        "WARNING: possible circular locking dependency detected\n",
        "rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:\n",
        "Kernel panic - not syncing: x\n"
      })
  void repeatedHeaders(String line) {
    Counted log = new Counted(log(line, 12_000));
    engine().read(log);
    assertThat(log.looks).isLessThan((long) LOOKS * log.size());
  }

  @Test
  void whatCpusPrintIsOfOneReport() {
    int callers = 62;
    ConsoleLog log =
        log(
            i -> {
              String[] said = {
                "[ T%d] BUG: soft lockup - CPU#1 stuck for 22s! [a:1]",
                "[ T%d] Sending NMI from CPU 1 to CPUs 2:",
                "[  C0] RIP: 0010:abc_def+0x1/0x2"
              };
              return "[  100.%06d]".formatted(i)
                  + said[Math.min(2, i / callers)].formatted(i % callers)
                  + "\n";
            },
            4_000);
    FamilyRules families = RuleSet.shipped().families();
    HeaderLines headers = new HeaderLines(log, families);
    long evidence = 0;
    for (int i = 0; i < callers; i++) {
      FamilyRules.Header header = headers.at(i).getFirst();
      evidence +=
          new RegionFinder().find(headers, i, log.line(i), header.family()).evidence().size();
    }
    assertThat(evidence).isLessThan(2L * log.size());
  }

  @Test
  void textsOverlapWithinBounds() {
    String member = "[  100.%06d][ T%d] RIP: 0010:abc_def+0x1/0x2\n";
    String header = "[  100.%06d][ T%d] BUG: soft lockup - CPU#1 stuck for 22s! [a:1]\n";
    ConsoleLog log = log(i -> (i < 60 ? header : member).formatted(i, i % 60), 4_000);
    List<KernelReport> reports = engine().read(log);
    long lines = reports.stream().mapToLong(report -> report.text().lines().count()).sum();
    assertThat(reports).hasSize(60);
    assertThat(lines).isLessThan((ReportEngine.MAX_OVERLAP + 1L) * log.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INFO: task a:%d blocked for more than 120 seconds.\n",
        "INFO: task a:1%d is blocked on a mutex likely owned by task a:%1$d.\n",
        "INFO: task a:%d is blocked on a mutex likely owned by task b:0.\n",
        "INFO: task a:%d is blocked on a mutex likely owned by task b:1%1$d.\n",
        "INFO: task a:%d is blocked on a mutex, but the owner is not found.\n",
        "INFO: task a:1 is blocked on a mutex likely owned by task b:%d.\n",
        "1 lock held by a/%d:\n #0: ffff00 (m){+.+.}, at: f+0x1/0x2\n",
        "1 lock held by a/%d:\n #0: ffff%1$d (m){+.+.}, at: f+0x1/0x2\n",
        "task:a state:D stack:0 pid:%d ppid:1 flags:0x0\n __mutex_lock+0x1/0x2\n f+0x1/0x2\n",
        "task:a state:D stack:0 pid:%d ppid:1 flags:0x0\n<Same stack as pid 1>\n",
        "Tasks blocked on level-0 rcu_node (CPUs 0-1): P%d P1%1$d\n",
        "watchdog: BUG: soft lockup - CPU#%d stuck for 22s! [a:%1$d]\n"
      })
  void graphsOfManyTasks(String line) {
    memoryOfGraphs(line, 1_000);
    long small = memoryOfGraphs(line, 2_000);
    long large = memoryOfGraphs(line, 8_000);
    assertThat(large).isLessThan(6 * small + (8 << 20));
  }

  private static long memoryOfGraphs(String line, int lines) {
    byte[] text = text(i -> line.formatted(i), lines);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    List<HangGraph> graphs = HANGS.read(text);
    HangText.of(graphs);
    HangDot.of(graphs);
    graphs.forEach(HangGraph::blockerKey);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static ReportEngine engine() {
    return PARSER.engine();
  }

  private static ConsoleLog log(String line, int lines) {
    return log(i -> line.formatted(i), lines);
  }

  private static ConsoleLog log(IntFunction<String> line, int lines) {
    byte[] text = text(line, lines);
    WholeLog whole = new WholeLog(engine(), EnumSet.allOf(Carrier.class));
    whole.feed(text, 0, text.length);
    return whole.linesOfFirstHost().orElseThrow();
  }

  private static byte[] text(IntFunction<String> line, int lines) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      text.append(line.apply(i));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Counts how often a line is looked at. */
  private static final class Counted implements LineSource {
    private final LineSource log;
    private long looks;

    Counted(LineSource log) {
      this.log = log;
    }

    @Override
    public int size() {
      return log.size();
    }

    @Override
    public LogLine line(int index) {
      looks++;
      return log.line(index);
    }

    @Override
    public BitSet candidates(int index) {
      return log.candidates(index);
    }

    @Override
    public int nextCandidate(int from) {
      return log.nextCandidate(from);
    }
  }
}
