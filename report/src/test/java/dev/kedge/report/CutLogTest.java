package dev.kedge.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.report.line.Carrier;
import dev.kedge.report.score.LabelledLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

/**
 * A log that is cut off at either end, or both, gives its first report the same title as long as
 * the report is whole: the lines it covers in the complete log are there, and the {@value
 * #LINES_BEFORE} in front of them, by which a stack of another task is told from its own.
 */
class CutLogTest {
  private static final ReportParser PARSER = new ReportParser();

  /** As many as the engine looks back for another task's stack. */
  private static final int LINES_BEFORE = 10;

  /** They put lines into another order, so a cut takes away others than those at its end. */
  private static final Set<Carrier> REORDERING =
      EnumSet.of(Carrier.PSTORE, Carrier.FRAGMENTS, Carrier.LATE_PACKETS);

  private final List<LabelledLog> logs;

  CutLogTest() throws IOException {
    logs = Stream.concat(Fixtures.all().stream(), Corpus.ifThere().stream()).toList();
  }

  @Test
  void everyPrefixAndSuffixOfWholeLines() {
    List<String> changed = new ArrayList<>();
    for (LabelledLog log : logs) {
      Whole whole = new Whole(log.log());
      for (int line = 0; line <= whole.lines(); line++) {
        String prefix = title(Arrays.copyOf(log.log(), whole.start(line)));
        String suffix = title(Arrays.copyOfRange(log.log(), whole.start(line), log.log().length));
        if (line >= whole.last && !prefix.equals(whole.title)) {
          changed.add(log.name() + " up to line " + line + ": " + prefix);
        }
        if (line < whole.first && !suffix.equals(whole.title)) {
          changed.add(log.name() + " after line " + line + ": " + suffix);
        }
      }
    }
    assertThat(changed).isEmpty();
  }

  @Property(tries = 1000)
  void cutAnywhereAndThenCarried(
      @ForAll("logs") LabelledLog log,
      @ForAll Carrier carrier,
      @ForAll @DoubleRange(min = 0, max = 1) double front,
      @ForAll @DoubleRange(min = 0, max = 1) double back) {
    Whole whole = new Whole(log.log());
    byte[] kept = whole.cut(front, back);
    // Some carriers bring less than the console had, such as no caller: that is another test's.
    assertThat(title(carrier.wrap(kept))).isEqualTo(title(carrier.wrap(log.log())));
  }

  @Property(tries = 1000)
  void carriedAndThenCutAnywhere(
      @ForAll("logs") LabelledLog log,
      @ForAll Carrier carrier,
      @ForAll @DoubleRange(min = 0, max = 1) double front,
      @ForAll @DoubleRange(min = 0, max = 1) double back) {
    byte[] carried = carrier.wrap(log.log());
    if (REORDERING.contains(carrier)) {
      PARSER.parse(Arrays.copyOf(carried, (int) (carried.length * back)));
      return;
    }
    Whole whole = new Whole(carried);
    assertThat(title(whole.cut(front, back))).isEqualTo(whole.title);
  }

  @Property(tries = 1000)
  void cutsThroughReportsDoNoHarm(
      @ForAll("logs") LabelledLog log,
      @ForAll Carrier carrier,
      @ForAll @DoubleRange(min = 0, max = 1) double from,
      @ForAll @DoubleRange(min = 0, max = 1) double to) {
    byte[] carried = carrier.wrap(log.log());
    int start = (int) (carried.length * Math.min(from, to));
    int end = (int) (carried.length * Math.max(from, to));
    assertThat(PARSER.parse(Arrays.copyOfRange(carried, start, end)))
        .allSatisfy(report -> assertThat(report.title()).isNotBlank());
  }

  @Provide
  Arbitrary<LabelledLog> logs() {
    return Arbitraries.of(logs);
  }

  private static String title(byte[] log) {
    List<KernelReport> reports = PARSER.parse(log);
    return reports.isEmpty() ? "" : reports.getFirst().title();
  }

  /** A complete log, and which of its lines its first report needs. */
  private static final class Whole {
    final byte[] log;
    final String title;
    final int first;
    final int last;
    private final List<Integer> starts = new ArrayList<>();

    Whole(byte[] log) {
      this.log = log;
      starts.add(0);
      for (int i = 0; i < log.length; i++) {
        if (log[i] == '\n' || i == log.length - 1) {
          starts.add(i + 1);
        }
      }
      List<KernelReport> reports = PARSER.parse(log);
      title = reports.isEmpty() ? "" : reports.getFirst().title();
      first = reports.isEmpty() ? 1 : Math.max(1, reports.getFirst().startLine() - LINES_BEFORE);
      last = reports.isEmpty() ? lines() : reports.getFirst().endLine();
    }

    int lines() {
      return starts.size() - 1;
    }

    /** Index of the first byte after this many lines. */
    int start(int lines) {
      return starts.get(lines);
    }

    /** Without parts of what stands before and behind the report, cut at any byte. */
    byte[] cut(double front, double back) {
      int from = (int) (start(first - 1) * front);
      int to = start(last) + (int) ((log.length - start(last)) * back);
      return Arrays.copyOfRange(log, from, to);
    }
  }
}
