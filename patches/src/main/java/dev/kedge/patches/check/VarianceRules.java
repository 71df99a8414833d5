package dev.kedge.patches.check;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.PatchesException;
import dev.kedge.patches.git.CommitRange;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.variance.Variance;
import dev.kedge.patches.variance.VarianceViewer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Holds backports against the commits they name: one that differs must say so. */
final class VarianceRules implements CommitRules {
  private final Map<CommitId, Variance> variances = new HashMap<>();
  private Optional<String> failure = Optional.empty();

  /** Compares all of the range at once. */
  VarianceRules(GitRepository repository, CommitRange range) {
    try {
      new VarianceViewer(repository)
          .view(range, variance -> variances.put(variance.commit(), variance));
    } catch (PatchesException e) {
      failure = Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void check(CheckedCommit checked, Objections objections) {
    Variance variance = variances.get(checked.commit().id());
    if (variance == null) {
      failure
          .filter(why -> !checked.provenance().upstream().isEmpty())
          .ifPresent(why -> unchecked(checked, why, objections));
    } else if (variance.level() == Variance.Level.UNKNOWN) {
      unchecked(checked, variance.reason(), objections);
    } else if (variance.undeclared()) {
      objections.add(
          Rule.VARIANCE,
          checked.commit(),
          "differs from its upstream commit (%.0f %% of the changed lines in common, %d files) and does not say so"
              .formatted(variance.similarity() * 100, variance.files().size()));
    }
  }

  private static void unchecked(CheckedCommit checked, String why, Objections objections) {
    objections.add(
        Rule.UNCHECKED, checked.commit(), "was not held against its upstream commit: " + why);
  }
}
