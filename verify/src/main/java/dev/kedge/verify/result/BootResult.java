package dev.kedge.verify.result;

import java.time.Duration;
import java.util.List;

/**
 * One boot of one kernel: what ran in it and how it ended.
 *
 * @param kernel the label of the kernel, a {@link KernelIdentity#label()}
 * @param machine the name of the machine in the plan
 * @param round which of the interleaved rounds it belongs to, from 1
 * @param outcome how it ended
 * @param detail one line that says more of the outcome, empty for a completed boot
 * @param wall how long the machine ran, in the host's time
 * @param cases what ran, in order; a case that was planned and did not start is a {@link
 *     Status#MISS}
 * @param reports the kernel reports of its console, in order
 * @param console the console's file name inside the folder of results
 */
public record BootResult(
    String kernel,
    String machine,
    int round,
    BootOutcome outcome,
    String detail,
    Duration wall,
    List<CaseResult> cases,
    List<ConsoleReport> reports,
    String console) {
  /** Copies the lists. */
  public BootResult {
    cases = List.copyOf(cases);
    reports = List.copyOf(reports);
  }
}
