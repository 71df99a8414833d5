package dev.kedge.patches.check;

import dev.kedge.model.Printable;
import dev.kedge.patches.PatchesException;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.provenance.ProvenanceClass;
import java.util.EnumSet;
import java.util.Set;

/**
 * Style, of commits only that were written downstream: the style of others was agreed upon where
 * they come from, and changing it would only make the next backport harder.
 */
final class StyleRules implements CommitRules {
  private static final Set<ProvenanceClass> OWN =
      EnumSet.of(ProvenanceClass.DOWNSTREAM, ProvenanceClass.UNDECLARED);

  /** A commit with more is told apart by none. */
  private static final int MAX_REMARKS = 50;

  private final GitRepository repository;
  private final StyleCheck style;

  StyleRules(GitRepository repository, StyleCheck style) {
    this.repository = repository;
    this.style = style;
  }

  @Override
  public void check(CheckedCommit checked, Objections objections) {
    if (!OWN.contains(checked.provenance().kind()) || !objections.asks(Rule.CHECKPATCH)) {
      return;
    }
    String id = checked.commit().id().hex();
    try {
      String patch =
          repository.output("format-patch", "--stdout", "--no-signature", "--no-stat", "-1", id);
      style.remarks(patch).stream()
          .filter(StyleCheck.Remark::error)
          .limit(MAX_REMARKS)
          .forEach(remark ->
              objections.add(
                  Rule.CHECKPATCH,
                  checked.commit(),
                  remark.path(),
                  Printable.of(remark.type() + ": " + remark.message(), 300)));
    } catch (PatchesException e) {
      objections.add(
          Rule.UNCHECKED, checked.commit(), "its style was not checked: " + e.getMessage());
    }
  }
}
