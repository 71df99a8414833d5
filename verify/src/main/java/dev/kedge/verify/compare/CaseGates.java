package dev.kedge.verify.compare;

import dev.kedge.verify.result.BootResult;
import dev.kedge.verify.result.CaseComparison;
import dev.kedge.verify.result.CaseResult;
import dev.kedge.verify.result.Change;
import dev.kedge.verify.result.ConsoleReport;
import dev.kedge.verify.result.GateVerdict;
import dev.kedge.verify.result.Status;
import dev.kedge.verify.result.Verdict;
import dev.kedge.verify.result.VerificationResult;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Judges the gates that look at how cases ended and at what the console said. */
final class CaseGates {
  private CaseGates() {}

  static GateVerdict passes(Gate gate, VerificationResult run) {
    List<CaseResult> ran =
        run.bootsOf(run.candidate()).stream()
            .flatMap(boot -> boot.cases().stream())
            .filter(one -> gate.covers(one.path()))
            .toList();
    long failed = count(ran, Set.of(Status.FAIL));
    long passed = count(ran, Set.of(Status.PASS, Status.DONE));
    long open = ran.size() - failed - passed;
    Verdict verdict =
        failed > 0 ? Verdict.FAIL : passed == 0 || open > 0 ? Verdict.INCONCLUSIVE : Verdict.PASS;
    String first =
        ran.stream()
            .filter(one -> one.status() != Status.PASS && one.status() != Status.DONE)
            .findFirst()
            .map(one -> "; " + one.path() + ": " + one.status() + " " + one.message())
            .orElse("");
    String reason =
        "%d passed, %d failed, %d without a verdict%s".formatted(passed, failed, open, first);
    return verdict(gate, "passes in every boot", verdict, reason.strip());
  }

  private static long count(List<CaseResult> ran, Set<Status> statuses) {
    return ran.stream().filter(one -> statuses.contains(one.status())).count();
  }

  /** A case that ran on neither kernel, since what it needs is not installed, says nothing. */
  static GateVerdict notFlakier(Gate gate, List<CaseComparison> cases) {
    List<CaseComparison> covered = cases.stream().filter(c -> gate.covers(c.path())).toList();
    List<CaseComparison> looked =
        covered.stream().filter(c -> c.candidateRuns() + c.baselineRuns() > 0).toList();
    int absent = covered.size() - looked.size();
    Verdict verdict =
        looked.isEmpty()
            ? Verdict.INCONCLUSIVE
            : looked.stream().map(CaseGates::flakier).reduce(Verdict.PASS, Verdict::and);
    String reason =
        looked.stream()
            .filter(c -> flakier(c) == verdict)
            .findFirst()
            .map(c ->
                "%s: fails %d of %d against %d of %d before, p %s"
                    .formatted(
                        c.path(),
                        c.candidateFailures(),
                        c.candidateRuns(),
                        c.baselineFailures(),
                        c.baselineRuns(),
                        Words.probability(c.adjustedP())))
            .orElse("did not run");
    if (absent > 0 && !looked.isEmpty()) {
      reason += "; %d of %d cases ran on neither kernel".formatted(absent, covered.size());
    }
    return verdict(gate, "fails not more often than before", verdict, reason);
  }

  /** Failures that may be chance are no pass, unless the case was known to fail at times. */
  private static Verdict flakier(CaseComparison c) {
    if (c.change() == Change.WORSE) {
      return Verdict.FAIL;
    }
    if (c.candidateRuns() == 0) {
      return Verdict.INCONCLUSIVE;
    }
    boolean known = c.baselineFailures() > 0 && c.candidateFailures() < c.candidateRuns();
    return c.candidateFailures() == 0 || known ? Verdict.PASS : Verdict.INCONCLUSIVE;
  }

  static GateVerdict noNewReports(Gate gate, VerificationResult run) {
    TreeSet<String> fresh = new TreeSet<>(unexpected(run.bootsOf(run.candidate())));
    run.baseline().ifPresent(label -> fresh.removeAll(unexpected(run.bootsOf(label))));
    Verdict verdict =
        !fresh.isEmpty()
            ? Verdict.FAIL
            : run.bootsOf(run.candidate()).isEmpty() ? Verdict.INCONCLUSIVE : Verdict.PASS;
    String reason =
        fresh.isEmpty()
            ? "none in %d boots".formatted(run.bootsOf(run.candidate()).size())
            : fresh.size() + " new: " + fresh.stream().limit(5).collect(Collectors.joining("; "));
    return verdict(gate, "no kernel report that the baseline lacks", verdict, reason);
  }

  private static Set<String> unexpected(List<BootResult> boots) {
    return boots.stream()
        .flatMap(boot -> boot.reports().stream())
        .filter(report -> !report.expected())
        .map(ConsoleReport::title)
        .collect(Collectors.toSet());
  }

  private static GateVerdict verdict(Gate gate, String rule, Verdict verdict, String reason) {
    return new GateVerdict(
        gate.name(), gate.path(), rule, verdict, gate.blocking(), reason, Optional.empty());
  }
}
