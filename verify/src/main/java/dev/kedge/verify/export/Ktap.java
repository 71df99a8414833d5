package dev.kedge.verify.export;

import dev.kedge.verify.result.BootOutcome;
import dev.kedge.verify.result.BootResult;
import dev.kedge.verify.result.CaseResult;
import dev.kedge.verify.result.GateVerdict;
import dev.kedge.verify.result.Status;
import dev.kedge.verify.result.Verdict;
import dev.kedge.verify.result.VerificationResult;
import java.util.List;

/**
 * KTAP version 1 (Documentation/dev-tools/ktap.rst): one subtest for each boot with its cases, and
 * one with the gates.
 */
public final class Ktap {
  private static final String HEAD = "KTAP version 1\n";

  /** The whole verification as one KTAP text. */
  public String text(VerificationResult result) {
    StringBuilder out = new StringBuilder(HEAD);
    out.append("1..").append(result.boots().size() + 1).append('\n');
    int number = 0;
    for (BootResult boot : result.boots()) {
      number++;
      subtest(out, boot);
      line(
          out,
          ok(boot),
          number,
          "%s %s round %d".formatted(boot.kernel(), boot.machine(), boot.round()),
          directive(boot));
    }
    gates(out, result.gates());
    line(out, result.verdict() == Verdict.PASS, number + 1, "gates", verdict(result.verdict()));
    return out.toString();
  }

  private static void subtest(StringBuilder out, BootResult boot) {
    StringBuilder inner = new StringBuilder(HEAD);
    inner.append("1..").append(boot.cases().size()).append('\n');
    int number = 0;
    for (CaseResult ran : boot.cases()) {
      diagnostic(inner, ran.message());
      switch (ran.status()) {
        case PASS, DONE -> line(inner, true, ++number, ran.path(), "");
        case SKIP -> line(inner, true, ++number, ran.path(), "SKIP");
        case FAIL -> line(inner, false, ++number, ran.path(), "");
        case ERROR, MISS -> line(inner, false, ++number, ran.path(), "ERROR");
      }
    }
    out.append(inner.toString().indent(2));
  }

  private static void gates(StringBuilder out, List<GateVerdict> gates) {
    StringBuilder inner = new StringBuilder(HEAD);
    inner.append("1..").append(gates.size()).append('\n');
    int number = 0;
    for (GateVerdict gate : gates) {
      diagnostic(inner, gate.rule() + ": " + gate.reason());
      gate.waiver().ifPresent(w -> diagnostic(inner, "waived by " + w.owner() + ": " + w.reason()));
      boolean excused = gate.waiver().isPresent() || !gate.blocking();
      line(
          inner,
          gate.verdict() == Verdict.PASS,
          ++number,
          gate.gate(),
          excused && gate.verdict() != Verdict.PASS ? "XFAIL" : verdict(gate.verdict()));
    }
    out.append(inner.toString().indent(2));
  }

  private static boolean ok(BootResult boot) {
    boolean ended =
        boot.outcome() == BootOutcome.COMPLETED || boot.outcome() == BootOutcome.DRILLED;
    return ended && boot.cases().stream().noneMatch(c -> c.status().compareTo(Status.MISS) <= 0);
  }

  private static String directive(BootResult boot) {
    return switch (boot.outcome()) {
      case TIMED_OUT, NEVER_READY -> "TIMEOUT";
      case NOT_STARTED, EMULATOR_SUSPECT, CANCELLED -> "ERROR";
      case COMPLETED, DRILLED, GUEST_FAILED, PANICKED, VANISHED -> "";
    };
  }

  /** What is not known is an error in KTAP's words, never an "ok". */
  private static String verdict(Verdict verdict) {
    return verdict == Verdict.INCONCLUSIVE ? "ERROR" : "";
  }

  private static void diagnostic(StringBuilder out, String text) {
    if (!text.isEmpty()) {
      out.append("# ").append(OneLine.of(text)).append('\n');
    }
  }

  private static void line(
      StringBuilder out, boolean ok, int number, String description, String directive) {
    out.append(ok ? "ok " : "not ok ")
        .append(number)
        .append(' ')
        .append(OneLine.of(description).replace('#', '_'));
    if (!directive.isEmpty()) {
      out.append(" # ").append(directive);
    }
    out.append('\n');
  }
}
