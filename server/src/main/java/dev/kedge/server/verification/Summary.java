package dev.kedge.server.verification;

import dev.kedge.verify.result.GateVerdict;
import dev.kedge.verify.result.Verdict;
import dev.kedge.verify.result.VerificationResult;
import java.time.Instant;
import java.util.Optional;

/**
 * A verification in one line.
 *
 * @param id its name
 * @param started when it began
 * @param ended when it was over
 * @param baseline the baseline's label, if there was one
 * @param candidate the candidate's label
 * @param release what {@code uname -r} prints in the candidate
 * @param plan the plan's name
 * @param verdict what it came to
 * @param boots how many boots there were
 * @param gates how many gates there are
 * @param open how many blocking gates neither pass nor are waived
 * @param waived how many are waived
 * @param sha256 the hash of its {@code results.json}
 */
record Summary(
    String id,
    Instant started,
    Instant ended,
    Optional<String> baseline,
    String candidate,
    String release,
    String plan,
    Verdict verdict,
    int boots,
    int gates,
    int open,
    int waived,
    String sha256) {

  static Summary of(VerificationResult result, String sha256) {
    return new Summary(
        result.id(),
        result.started(),
        result.ended(),
        result.baseline(),
        result.candidate(),
        result.kernel(result.candidate()).release().value(),
        result.plan().name(),
        result.verdict(),
        result.boots().size(),
        result.gates().size(),
        (int) result.gates().stream().filter(g -> g.counted() != Verdict.PASS).count(),
        (int) result.gates().stream().map(GateVerdict::waiver).filter(Optional::isPresent).count(),
        sha256);
  }
}
