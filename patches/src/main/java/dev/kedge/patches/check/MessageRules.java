package dev.kedge.patches.check;

import dev.kedge.patches.Commit;
import dev.kedge.patches.Signature;
import dev.kedge.patches.Trailer;
import dev.kedge.patches.provenance.Provenance;
import dev.kedge.patches.provenance.ProvenanceClass;
import dev.kedge.patches.provenance.UpstreamForm;
import java.util.List;
import java.util.Locale;

/** Rules that need nothing but the message: origin, sign-offs, required lines. */
final class MessageRules implements CommitRules {
  private final Policy policy;

  MessageRules(Policy policy) {
    this.policy = policy;
  }

  @Override
  public void check(CheckedCommit checked, Objections objections) {
    Commit commit = checked.commit();
    origin(commit, checked.provenance(), objections);
    if (!commit.isMerge()) {
      signOff(commit, objections);
    }
    for (Requirement requirement : policy.requirements()) {
      if (requirement.classes().contains(checked.provenance().kind())
          && !requirement.metBy(commit.subject(), commit.body())) {
        objections.add(Rule.REQUIRED_LINE, commit, "needs " + requirement.description());
      }
    }
    if (commit.text() == Commit.TextQuality.CUT) {
      objections.add(Rule.UNCHECKED, commit, "the message is too long to be read in full");
    }
  }

  private void origin(Commit commit, Provenance provenance, Objections objections) {
    ProvenanceClass kind = provenance.kind();
    if (!policy.classes().contains(kind)) {
      objections.add(
          Rule.PROVENANCE,
          commit,
          kind == ProvenanceClass.UNDECLARED
              ? "does not say where it comes from: name the upstream commit, or declare it as"
                  + " downstream"
              : "is of class " + kind.label() + ", which this policy does not allow");
      return;
    }
    if (kind.comesFromGit() && provenance.upstream().isEmpty()) {
      objections.add(
          Rule.PROVENANCE, commit, "is of class " + kind.label() + " but names no commit");
    }
    List<UpstreamForm> forms =
        provenance.upstream().stream().map(claim -> claim.form()).distinct().toList();
    if (!policy.forms().isEmpty()
        && !forms.isEmpty()
        && forms.stream().noneMatch(policy.forms()::contains)) {
      objections.add(
          Rule.PROVENANCE,
          commit,
          "names its upstream commit in a form that this policy does not accept: "
              + forms.getFirst().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
  }

  private static void signOff(Commit commit, Objections objections) {
    List<String> signers =
        commit.trailers().stream()
            .filter(trailer -> trailer.is("Signed-off-by"))
            .map(Trailer::value)
            .toList();
    if (signers.isEmpty()) {
      objections.add(Rule.SIGN_OFF, commit, "has no Signed-off-by line");
    } else if (signers.stream().noneMatch(line -> names(line, commit.committer()))
        && signers.stream().noneMatch(line -> names(line, commit.author()))) {
      objections.add(
          Rule.SIGN_OFF,
          commit,
          "is signed off neither by its committer nor by its author ("
              + commit.committer().address()
              + ")");
    }
  }

  private static boolean names(String line, Signature signature) {
    String lower = line.toLowerCase(Locale.ROOT);
    return (!signature.email().isEmpty()
            && lower.contains(signature.email().toLowerCase(Locale.ROOT)))
        || (!signature.name().isEmpty()
            && lower.startsWith(signature.name().toLowerCase(Locale.ROOT)));
  }
}
