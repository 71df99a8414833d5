package dev.kedge.patches.missing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.history.DownstreamLog;
import dev.kedge.patches.index.CommitIndex;
import dev.kedge.patches.index.IndexProgress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures the scan on the log of a real tree: cut at commit k, every later commit whose Fixes tag
 * names a commit at or before k, or the upstream id of one, was missing at k. What the later
 * history fixed is read from the log by two plain searches made here, not by the parser under test.
 */
class DownstreamLogAccuracyTest {
  private static final Pattern FIXES =
      Pattern.compile("(?im)^\\s*Fixes:\\s*(?:commit\\s+)?\\^?([0-9a-f]{7,40})\\b");
  private static final Pattern UPSTREAM =
      Pattern.compile(
          "(?i)(?:commit ([0-9a-f]{12,40}) upstream|upstream commit ([0-9a-f]{12,40})"
              + "|cherry picked from commit ([0-9a-f]{12,40}))");

  @TempDir private Path directory = Path.of("");

  @Test
  void findsWhatTheLaterHistoryFixed() {
    List<DownstreamLog.Line> lines = DownstreamLog.lines();
    DownstreamLog.Built built = DownstreamLog.build(lines, directory.resolve("repo"));
    GitRepository repository = GitRepository.open(built.directory());
    CommitId newest = built.ids().getLast();
    int hits = 0;
    int expectedAll = 0;
    int listed = 0;
    try (CommitIndex index = CommitIndex.open(repository)) {
      index.update(List.of(newest), IndexProgress.SILENT);
      for (int cut = 250; cut < lines.size(); cut += 250) {
        Set<CommitId> expected = expected(built, cut);
        MissingQuery query = new MissingQuery(built.ids().get(cut - 1), newest, List.of(), false);
        ScanResult result = new MissingFixScan(index, query).run();
        Set<CommitId> found = new LinkedHashSet<>();
        result.fixes().stream()
            .filter(fix -> fix.via() != Via.TRANSITIVE)
            .forEach(fix -> found.add(fix.fix()));
        report(cut, expected, found, result);
        Set<CommitId> both = new TreeSet<>(expected);
        both.retainAll(found);
        hits += both.size();
        expectedAll += expected.size();
        listed += found.size();
      }
    }
    double recall = 100.0 * hits / expectedAll;
    double precision = 100.0 * hits / listed;
    System.out.printf(
        "missing fixes: recall %.2f %% of %d, precision %.2f %% of %d%n",
        recall, expectedAll, precision, listed);
    assertThat(recall).isGreaterThanOrEqualTo(99);
    assertThat(precision).isGreaterThanOrEqualTo(95);
  }

  private static void report(
      int cut, Set<CommitId> expected, Set<CommitId> found, ScanResult result) {
    long transitive = result.fixes().stream().filter(f -> f.via() == Via.TRANSITIVE).count();
    System.out.printf(
        "cut %d: expected %d, found %d, transitive %d, carried %d, reverted upstream %d%n",
        cut,
        expected.size(),
        found.size(),
        transitive,
        result.carried(),
        result.revertedUpstream());
    for (MissingFix fix : result.fixes()) {
      if (!expected.contains(fix.fix()) && fix.via() != Via.TRANSITIVE) {
        System.out.println("  not expected: " + fix.via().label() + " " + fix.subject());
      }
    }
    expected.stream()
        .filter(id -> !found.contains(id))
        .forEach(id -> System.out.println("  not found: " + id));
  }

  /** The commits behind the cut whose tag names one before it. */
  private static Set<CommitId> expected(DownstreamLog.Built built, int cut) {
    Map<String, Set<String>> carried = new HashMap<>();
    for (DownstreamLog.Line line : built.lines().subList(0, cut)) {
      name(carried, line.sha());
      Matcher upstream = UPSTREAM.matcher(line.body());
      while (upstream.find()) {
        for (int group = 1; group <= 3; group++) {
          String id = upstream.group(group);
          if (id != null) {
            name(carried, id);
          }
        }
      }
    }
    Set<CommitId> expected = new TreeSet<>();
    for (int i = cut; i < built.lines().size(); i++) {
      Matcher fixes = FIXES.matcher(built.lines().get(i).body());
      while (fixes.find()) {
        String hex = fixes.group(1).toLowerCase(java.util.Locale.ROOT);
        boolean names =
            carried.getOrDefault(hex.substring(0, 7), Set.of()).stream()
                .anyMatch(id -> id.startsWith(hex) || hex.startsWith(id));
        if (names) {
          expected.add(built.ids().get(i));
        }
      }
    }
    return expected;
  }

  private static void name(Map<String, Set<String>> carried, String id) {
    String lower = id.toLowerCase(java.util.Locale.ROOT);
    carried.computeIfAbsent(lower.substring(0, 7), p -> new LinkedHashSet<>()).add(lower);
  }
}
