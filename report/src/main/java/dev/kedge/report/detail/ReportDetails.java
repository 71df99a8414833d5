package dev.kedge.report.detail;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What a report tells besides its title. All text is the kernel's and whoever wrote to it: never
 * trust it.
 *
 * @param context who printed it: {@code T12} a task, {@code C0} a CPU, empty when the log is silent
 *     about it
 * @param hardware machine and firmware, as the kernel names them
 * @param workQueue the work a kernel worker was at
 * @param taints why the kernel was tainted
 * @param registers names and hexadecimal values, in the order printed
 * @param code machine code around the failing instruction
 * @param stalledCpus CPUs an RCU stall or a lockup is about
 * @param stacks in the order printed
 * @param guiltyFile source file to blame, where the log is symbolized
 */
public record ReportDetails(
    String context,
    Optional<String> hardware,
    Optional<String> workQueue,
    List<Taint> taints,
    SequencedMap<String, String> registers,
    Optional<CodeBytes> code,
    List<Integer> stalledCpus,
    List<RoleStack> stacks,
    Optional<String> guiltyFile) {
  /** Copies the collections. */
  public ReportDetails {
    taints = List.copyOf(taints);
    registers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(registers));
    stalledCpus = List.copyOf(stalledCpus);
    stacks = List.copyOf(stacks);
  }
}
