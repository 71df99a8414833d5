package dev.kedge.verify.compare;

import dev.kedge.verify.flake.History;
import dev.kedge.verify.result.CaseComparison;
import dev.kedge.verify.result.Delta;
import dev.kedge.verify.result.GateVerdict;
import dev.kedge.verify.result.KernelIdentity;
import dev.kedge.verify.result.MetricComparison;
import dev.kedge.verify.result.Verdict;
import dev.kedge.verify.result.VerificationResult;
import dev.kedge.verify.result.Waiver;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges a run: compares the candidate with its baseline, applies the gates of the plan and the
 * waivers, and comes to the verdict. Thread-safe; the same input gives the same result.
 */
public final class Judge {
  /** The level of a run unless the plan says otherwise: one false alarm in 20 runs. */
  public static final double DEFAULT_ALPHA = 0.05;

  /** The name of the gate that every run has: that the candidate boots and ends as planned. */
  public static final String BOOTS_GATE = "boots";

  private final List<Gate> gates;
  private final List<Waiver> waivers;
  private final History history;
  private final double alpha;
  private final DetectableEffect detectable = new DetectableEffect();

  /**
   * A judge with the rules of a plan.
   *
   * @param gates the plan's gates
   * @param waivers all waivers there are; those of other gates and expired ones are not used
   * @param history how often cases failed before
   * @param alpha the chance that any comparing gate of the run raises a false alarm
   */
  public Judge(List<Gate> gates, List<Waiver> waivers, History history, double alpha) {
    if (!(alpha > 0 && alpha < 0.5)) {
      throw new IllegalArgumentException(
          "alpha " + alpha + ": expected more than 0, less than 0.5");
    }
    this.gates = List.copyOf(gates);
    this.waivers = List.copyOf(waivers);
    this.history = history;
    this.alpha = alpha;
  }

  /**
   * The fewest rounds with which every comparing gate could fail at all, if each looks at one
   * metric on one machine; 1 when no gate compares.
   */
  public int fewestRounds() {
    long comparing = gates.stream().filter(g -> g.rule() instanceof GateRule.Compared).count();
    return comparing == 0 ? 1 : BootTest.roundsFor((int) comparing, alpha);
  }

  /**
   * Judges what a run saw. Waivers count if they do on the day the run ended, in UTC.
   *
   * @param run the run; comparisons, deltas, gates and verdict of an earlier judgement are replaced
   * @param deltas what else differs between the two kernels
   */
  public VerificationResult judge(VerificationResult run, List<Delta> deltas) {
    String release =
        run.kernels().stream()
            .filter(kernel -> kernel.label().equals(run.candidate()))
            .map((KernelIdentity kernel) -> kernel.release().value())
            .findFirst()
            .orElse("");
    List<MetricComparison> metrics = new ArrayList<>();
    List<RunComparison.Gated> gated = List.of();
    List<CaseComparison> cases = List.of();
    if (run.baseline().isPresent()) {
      var comparison =
          new RunComparison(run.boots(), run.baseline().get(), run.candidate(), detectable, alpha);
      gated = comparison.gated(gates);
      gated.forEach(one -> metrics.add(one.comparison()));
      metrics.addAll(comparison.shown(gated));
      cases = comparison.cases(run.boots(), history, release);
    }
    List<GateVerdict> verdicts = waived(verdicts(run, gated, cases), run);
    return new VerificationResult(
        run.id(),
        run.started(),
        run.ended(),
        run.plan(),
        run.baseline(),
        run.candidate(),
        run.kernels(),
        run.boots(),
        metrics,
        cases,
        deltas,
        verdicts,
        VerificationResult.gates(verdicts));
  }

  private List<GateVerdict> verdicts(
      VerificationResult run, List<RunComparison.Gated> gated, List<CaseComparison> cases) {
    List<GateVerdict> verdicts = new ArrayList<>();
    verdicts.add(new BootsGate().judge(run));
    for (Gate gate : gates) {
      GateVerdict verdict =
          switch (gate.rule()) {
            case GateRule.Compared rule -> ComparingGates.judge(gate, rule, gated, fewestRounds());
            case GateRule.Bound rule -> BoundGate.judge(gate, rule, run);
            case GateRule.Passes rule -> CaseGates.passes(gate, run);
            case GateRule.NotFlakier rule -> CaseGates.notFlakier(gate, cases);
            case GateRule.NoNewReports rule -> CaseGates.noNewReports(gate, run);
          };
      verdicts.add(verdict);
    }
    return verdicts;
  }

  private List<GateVerdict> waived(List<GateVerdict> verdicts, VerificationResult run) {
    LocalDate day = LocalDate.ofInstant(run.ended(), ZoneOffset.UTC);
    List<GateVerdict> waived = new ArrayList<>();
    for (GateVerdict verdict : verdicts) {
      Optional<Waiver> waiver =
          verdict.verdict() == Verdict.PASS
              ? Optional.empty()
              : waivers.stream()
                  .filter(w -> w.gate().equals(verdict.gate()) && w.countsOn(day))
                  .findFirst();
      waived.add(
          new GateVerdict(
              verdict.gate(),
              verdict.path(),
              verdict.rule(),
              verdict.verdict(),
              verdict.blocking(),
              verdict.reason(),
              waiver));
    }
    return waived;
  }
}
