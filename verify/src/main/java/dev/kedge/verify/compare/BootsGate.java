package dev.kedge.verify.compare;

import dev.kedge.verify.result.BootResult;
import dev.kedge.verify.result.GateVerdict;
import dev.kedge.verify.result.Status;
import dev.kedge.verify.result.Verdict;
import dev.kedge.verify.result.VerificationResult;
import java.util.List;
import java.util.Optional;

/** The gate that every run has: each boot of the candidate ends as the plan wanted it to. */
final class BootsGate {

  GateVerdict judge(VerificationResult run) {
    List<BootResult> boots = run.bootsOf(run.candidate());
    Verdict verdict =
        boots.isEmpty()
            ? Verdict.INCONCLUSIVE
            : boots.stream().map(BootsGate::of).reduce(Verdict.PASS, Verdict::and);
    return new GateVerdict(
        Judge.BOOTS_GATE,
        "",
        "every boot of the candidate ends as planned",
        verdict,
        true,
        reason(boots, verdict),
        Optional.empty());
  }

  private static String reason(List<BootResult> boots, Verdict verdict) {
    if (boots.isEmpty()) {
      return "the candidate was not booted";
    }
    if (verdict == Verdict.PASS) {
      return "%d of %d boots did".formatted(boots.size(), boots.size());
    }
    BootResult first = boots.stream().filter(boot -> of(boot) == verdict).findFirst().orElseThrow();
    long many = boots.stream().filter(boot -> of(boot) != Verdict.PASS).count();
    return "%d of %d did not; round %d on %s: %s%s"
        .formatted(
            many,
            boots.size(),
            first.round(),
            first.machine(),
            first.outcome(),
            first.detail().isEmpty() ? "" : ", " + first.detail());
  }

  /** A guest that fails because one of its cases failed is judged by the gates of that case. */
  private static Verdict of(BootResult boot) {
    return switch (boot.outcome()) {
      case COMPLETED, DRILLED -> Verdict.PASS;
      case GUEST_FAILED ->
          boot.cases().stream().anyMatch(c -> c.status().compareTo(Status.ERROR) <= 0)
              ? Verdict.PASS
              : Verdict.FAIL;
      case PANICKED, TIMED_OUT, NEVER_READY, VANISHED -> Verdict.FAIL;
      case NOT_STARTED, EMULATOR_SUSPECT, CANCELLED -> Verdict.INCONCLUSIVE;
    };
  }
}
