package dev.kedge.patches.check;

import dev.kedge.patches.Commit;
import dev.kedge.patches.Trailer;
import dev.kedge.patches.index.Fact;
import dev.kedge.patches.index.FactKind;
import dev.kedge.patches.provenance.UpstreamReference;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rules about other commits of the branch: what must be there, what must not, in which order. */
final class OrderRules implements CommitRules {
  /**
   * Prerequisites as the stable rules ask for them (Documentation/process/stable-kernel-rules.rst):
   * {@code Cc: <stable@vger.kernel.org> # 3.3.x: a1f84a3: sched: Check for idle}.
   */
  private static final Pattern PREREQUISITE = Pattern.compile("#[^#]{0,60}?\\b([0-9a-f]{7,40})\\b");

  private final RangeContext context;

  OrderRules(RangeContext context) {
    this.context = context;
  }

  @Override
  public void check(CheckedCommit checked, Objections objections) {
    Commit commit = checked.commit();
    if (commit.isMerge()) {
      return;
    }
    for (Fact tag : context.facts().of(checked.number(), FactKind.FIXES)) {
      if (!tag.hex().isEmpty()) {
        target(checked.number(), commit, tag, objections);
      }
    }
    for (Trailer trailer : commit.trailers()) {
      if (trailer.is("Cc") && trailer.value().contains("stable@")) {
        prerequisite(commit, trailer.value().toLowerCase(Locale.ROOT), objections);
      }
    }
    twice(checked, objections);
  }

  private void target(int n, Commit commit, Fact tag, Objections objections) {
    Set<Integer> targets = context.carried().withId(tag.hex());
    targets.remove(n);
    if (targets.isEmpty()) {
      if (known(tag.hex())) {
        objections.add(
            Rule.FIX_TARGET,
            commit,
            "fixes " + tag.hex() + ", which the branch does not carry: is it needed here?");
      }
    } else if (targets.stream().allMatch(target -> context.after(target, n))) {
      objections.add(
          Rule.FIX_ORDER,
          commit,
          "comes before the commit it fixes, "
              + context.history().id(targets.iterator().next()).abbreviated());
    }
  }

  private void prerequisite(Commit commit, String value, Objections objections) {
    Matcher named = PREREQUISITE.matcher(value);
    while (named.find()) {
      String hex = named.group(1);
      if (context.carried().withId(hex).isEmpty() && known(hex)) {
        objections.add(
            Rule.PREREQUISITE, commit, "needs commit " + hex + ", which the branch does not carry");
      }
    }
  }

  private boolean known(String hex) {
    return context.history().matching(hex).length > 0;
  }

  private void twice(CheckedCommit checked, Objections objections) {
    Set<Integer> others = new LinkedHashSet<>();
    for (UpstreamReference reference : checked.provenance().upstream()) {
      others.addAll(context.carried().withId(reference.hex()));
    }
    others.remove(checked.number());
    others.removeIf(n -> context.after(n, checked.number()));
    others.removeIf(n -> context.branchReverts().takenBackBy(n).isPresent());
    if (!others.isEmpty()) {
      objections.add(
          Rule.DOUBLE_APPLY,
          checked.commit(),
          "the branch carries the same upstream commit already, as "
              + context.history().id(others.iterator().next()).abbreviated());
    }
  }
}
