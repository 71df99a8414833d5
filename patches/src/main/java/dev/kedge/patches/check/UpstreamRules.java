package dev.kedge.patches.check;

import dev.kedge.model.Printable;
import dev.kedge.patches.Commit;
import dev.kedge.patches.index.IndexedCommit;
import dev.kedge.patches.index.SubjectKey;
import dev.kedge.patches.provenance.ProvenanceClass;
import dev.kedge.patches.provenance.UpstreamReference;
import java.util.Locale;
import java.util.OptionalInt;

/** Rules about the upstream commit that a message names. Without an upstream they are not asked. */
final class UpstreamRules implements CommitRules {
  private static final int FULL = 40;

  private final RangeContext context;
  private final RangeContext.Upstream upstream;

  UpstreamRules(RangeContext context, RangeContext.Upstream upstream) {
    this.context = context;
    this.upstream = upstream;
  }

  @Override
  public void check(CheckedCommit checked, Objections objections) {
    if (checked.provenance().kind() == ProvenanceClass.MERGE) {
      return;
    }
    boolean one = checked.provenance().upstream().size() == 1;
    for (UpstreamReference reference : checked.provenance().upstream()) {
      OptionalInt found = find(checked, reference.hex(), objections);
      if (found.isPresent()) {
        compare(checked.commit(), found.getAsInt(), one, objections);
      }
    }
  }

  private OptionalInt find(CheckedCommit checked, String hex, Objections objections) {
    Commit commit = checked.commit();
    int[] named = context.history().matching(hex);
    int[] reachable = java.util.Arrays.stream(named).filter(upstream.commits()::get).toArray();
    if (reachable.length == 1) {
      return OptionalInt.of(reachable[0]);
    }
    if (reachable.length > 1) {
      objections.add(
          Rule.UPSTREAM_EXISTS,
          commit,
          "names upstream commit %s, which abbreviates %d commits: write all %d digits"
              .formatted(hex, reachable.length, FULL));
    } else if (named.length > 0) {
      objections.add(
          Rule.UPSTREAM_REACHABLE,
          commit,
          "names upstream commit " + hex + ", which the upstream revision does not reach");
    } else if (checked.provenance().kind() == ProvenanceClass.FROMGIT) {
      objections.add(
          Rule.UNCHECKED,
          commit,
          "names commit " + hex + " of a tree that is not indexed here: fetch and index it");
    } else {
      objections.add(
          Rule.UPSTREAM_EXISTS,
          commit,
          "names upstream commit " + hex + ", which is in no indexed history");
    }
    return OptionalInt.empty();
  }

  private void compare(Commit commit, int n, boolean one, Objections objections) {
    IndexedCommit original = context.index().commit(n);
    if (one && !SubjectKey.normal(commit.subject()).equals(SubjectKey.normal(original.subject()))) {
      objections.add(
          Rule.UPSTREAM_SUBJECT,
          commit,
          "upstream's subject is: " + Printable.of(original.subject(), 200));
    }
    if (one && !sameAuthor(commit.author().address(), original.author())) {
      objections.add(
          Rule.UPSTREAM_AUTHOR,
          commit,
          "upstream's author is %s, not %s"
              .formatted(
                  Printable.of(original.author(), 120),
                  Printable.of(commit.author().address(), 120)));
    }
    upstream
        .reverts()
        .takenBackBy(n)
        .ifPresent(revert ->
            objections.add(
                Rule.UPSTREAM_REVERTED,
                commit,
                "upstream took it back in commit " + context.history().id(revert).abbreviated()));
  }

  /** The same address, or the same name: people change employers between mainline and stable. */
  private static boolean sameAuthor(String a, String b) {
    return mail(a).equals(mail(b)) || name(a).equals(name(b));
  }

  private static String mail(String address) {
    return address.substring(address.lastIndexOf('<') + 1).toLowerCase(Locale.ROOT);
  }

  private static String name(String address) {
    int mail = address.lastIndexOf('<');
    return (mail < 0 ? address : address.substring(0, mail)).strip().toLowerCase(Locale.ROOT);
  }
}
