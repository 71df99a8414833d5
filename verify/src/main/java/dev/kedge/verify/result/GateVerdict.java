package dev.kedge.verify.result;

import java.util.Optional;

/**
 * What one gate of the plan came to for the candidate.
 *
 * @param gate the gate's name in the plan
 * @param path the case it looks at, a {@link CaseResult#path()}; empty for a gate over the whole
 *     run
 * @param rule what the gate promises, in words with its numbers and units
 * @param verdict what it came to, before any waiver
 * @param blocking whether it decides; an advisory gate is only shown
 * @param reason one sentence with the figures that decided
 * @param waiver the waiver that lets the kernel go on although the gate does not pass
 */
public record GateVerdict(
    String gate,
    String path,
    String rule,
    Verdict verdict,
    boolean blocking,
    String reason,
    Optional<Waiver> waiver) {

  /** What it adds to the verdict of the run: nothing when it is advisory or waived. */
  public Verdict counted() {
    return !blocking || waiver.isPresent() ? Verdict.PASS : verdict;
  }
}
