package dev.kedge.report.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.report.fingerprint.RuleChange.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleTrialTest {
  @Test
  void sameRulesChangeNothing() {
    RuleChanges result = trial("a b a", "a b a");
    assertThat(result.changes()).isEmpty();
    assertThat(result).isEqualTo(new RuleChanges(3, 3, 2, 2, List.of()));
  }

  @Test
  void mergesAreNamed() {
    RuleChanges result = trial("a b a", "c c c");
    assertThat(result.changes())
        .extracting(RuleChange::kind)
        .containsExactly(Kind.MERGED, Kind.RENAMED, Kind.RENAMED);
    assertThat(result.changes().getFirst())
        .isEqualTo(new RuleChange(Kind.MERGED, List.of("a", "b"), List.of("c"), 3, "log0", 1));
    assertThat(result.issuesAfter()).isEqualTo(1);
  }

  @Test
  void splitsAreNamed() {
    assertThat(trial("a a a", "a a c").changes())
        .containsExactly(
            new RuleChange(Kind.SPLIT, List.of("a"), List.of("a", "c"), 3, "log0", 1),
            new RuleChange(Kind.RENAMED, List.of("a"), List.of("c"), 1, "log2", 1));
  }

  @Test
  void whatIsBothIsRegrouped() {
    assertThat(trial("a a b", "c d d").changes().getFirst().kind()).isEqualTo(Kind.REGROUPED);
  }

  @Test
  void reportsComeAndGo() {
    assertThat(trial("a - b", "a c -").changes())
        .containsExactly(
            new RuleChange(Kind.APPEARED, List.of(), List.of("c"), 1, "log1", 1),
            new RuleChange(Kind.GONE, List.of("b"), List.of(), 1, "log2", 1));
  }

  @Test
  void typesChange() {
    RuleTrial trial = new RuleTrial();
    trial.add(
        List.of(new Sighting("f", 3, "BUG", "a", print("a"))),
        List.of(new Sighting("f", 3, "DoS", "a", print("a"))));
    assertThat(trial.result().changes())
        .containsExactly(
            new RuleChange(Kind.RETYPED, List.of("a: BUG"), List.of("a: DoS"), 1, "f", 3));
  }

  /** One log for each word: its report's title, or - for none. */
  private static RuleChanges trial(String now, String then) {
    List<String> before = List.of(now.split(" ", -1));
    List<String> after = List.of(then.split(" ", -1));
    RuleTrial trial = new RuleTrial();
    for (int i = 0; i < before.size(); i++) {
      trial.add(sightings("log" + i, before.get(i)), sightings("log" + i, after.get(i)));
    }
    return trial.result();
  }

  private static List<Sighting> sightings(String file, String title) {
    List<Sighting> sightings = new ArrayList<>();
    if (!title.equals("-")) {
      sightings.add(new Sighting(file, 1, "BUG", title, print(title)));
    }
    return sightings;
  }

  private static Fingerprint print(String title) {
    return Fingerprint.ofTitles(new LinkedHashSet<>(List.of(title)));
  }
}
