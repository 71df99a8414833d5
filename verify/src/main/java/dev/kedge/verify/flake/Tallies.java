package dev.kedge.verify.flake;

import dev.kedge.verify.result.BootResult;
import dev.kedge.verify.result.CaseResult;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts runs and failures in boots. */
public final class Tallies {
  private Tallies() {}

  /** The tally of each case in these boots. */
  public static SortedMap<CaseKey, Tally> of(List<BootResult> boots) {
    SortedMap<CaseKey, Tally> tallies = new TreeMap<>();
    for (BootResult boot : boots) {
      for (CaseResult done : boot.cases()) {
        CaseKey key = new CaseKey(done.path(), boot.machine());
        Tally before = tallies.getOrDefault(key, Tally.EMPTY);
        tallies.put(key, before.with(done.status()));
      }
    }
    return tallies;
  }
}
