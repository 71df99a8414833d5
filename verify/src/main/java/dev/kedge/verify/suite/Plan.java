package dev.kedge.verify.suite;

import dev.kedge.verify.compare.Gate;
import dev.kedge.verify.result.CaseResult;
import dev.kedge.verify.result.KernelIdentity;
import dev.kedge.verify.result.PlanIdentity;
import dev.kedge.verify.run.PlannedBoot;
import java.util.List;

/** What a verification does and demands. Immutable; made by {@link PlanFile}. */
public final class Plan {
  private final PlanIdentity identity;
  private final String about;
  private final int rounds;
  private final List<PlanBoot> boots;
  private final List<PlanGate> gates;

  Plan(
      PlanIdentity identity, String about, int rounds, List<PlanBoot> boots, List<PlanGate> gates) {
    this.identity = identity;
    this.about = about;
    this.rounds = rounds;
    this.boots = List.copyOf(boots);
    this.gates = List.copyOf(gates);
  }

  /** Its name and the hash of its text. */
  public PlanIdentity identity() {
    return identity;
  }

  /** One sentence on what it is for. */
  public String about() {
    return about;
  }

  /** How often each kernel does the boots, unless the user says otherwise. */
  public int rounds() {
    return rounds;
  }

  /** The boots of one round of a kernel that can run every suite. */
  public List<PlannedBoot> boots() {
    return boots.stream().map(PlanBoot::planned).toList();
  }

  /**
   * The boots of one round.
   *
   * @param kernel decides which suites are skipped, with the reason
   */
  public List<PlannedBoot> boots(KernelIdentity kernel) {
    return boots.stream().map(boot -> boot.on(kernel)).toList();
  }

  /** The gates as the plan states them, in its order. */
  public List<Gate> gates() {
    return gates.stream().map(PlanGate::gate).toList();
  }

  /**
   * The gates, in the plan's order.
   *
   * @param candidate decides which gates only advise: what a kernel is too old for, or not
   *     configured for, is not promised of it
   */
  public List<Gate> gates(KernelIdentity candidate) {
    return gates.stream().map(gate -> gate.on(candidate)).toList();
  }

  /** Why a gate is there; empty for a gate the plan does not have. */
  public String reason(String gate) {
    return gates.stream()
        .filter(one -> one.gate().name().equals(gate))
        .map(PlanGate::reason)
        .findFirst()
        .orElse("");
  }

  /**
   * The cases in what a suite printed besides its results: KTAP, or figures.
   *
   * @param suite the suite's name; one the plan does not have gives no case
   * @param text its lines, at most as many as a boot keeps
   */
  public List<CaseResult> read(String suite, List<String> text) {
    return boots.stream()
        .flatMap(boot -> boot.suites().stream())
        .filter(one -> one.name().equals(suite))
        .findFirst()
        .map(one -> one.read(text))
        .orElse(List.of());
  }
}
