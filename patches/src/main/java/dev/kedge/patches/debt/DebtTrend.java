package dev.kedge.patches.debt;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The debt of a series of releases.
 *
 * @param releases their ledgers, oldest first
 */
public record DebtTrend(List<DebtLedger> releases) {
  /** Copies the ledgers. */
  public DebtTrend {
    releases = List.copyOf(releases);
  }

  /**
   * What changed from one release to the next. Patches are the same when they have the same subject
   * and were written at the same second, so that a rebase does not make them new.
   *
   * @param from the older release
   * @param to the newer release
   * @param added patches that only the newer one carries
   * @param gone patches that only the older one carries
   */
  public record Step(String from, String to, int added, int gone) {}

  private record Identity(String subject, long authorSeconds) {}

  /** The steps between neighbours, one less than releases. */
  public List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (int i = 1; i < releases.size(); i++) {
      Set<Identity> older = identities(releases.get(i - 1));
      Set<Identity> newer = identities(releases.get(i));
      int added = (int) newer.stream().filter(patch -> !older.contains(patch)).count();
      int gone = (int) older.stream().filter(patch -> !newer.contains(patch)).count();
      steps.add(new Step(releases.get(i - 1).name(), releases.get(i).name(), added, gone));
    }
    return steps;
  }

  private static Set<Identity> identities(DebtLedger ledger) {
    Set<Identity> identities = new HashSet<>();
    for (DebtEntry entry : ledger.entries()) {
      identities.add(new Identity(entry.subject(), entry.authorSeconds()));
    }
    return identities;
  }
}
