package dev.kedge.patches.release;

import dev.kedge.patches.provenance.ProvenanceClass;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * When a commit deserves a second look. The figures are judgement, not measurement: a patch for
 * stable may have at most 100 lines with its context
 * (Documentation/process/stable-kernel-rules.rst), so three times that is large; the stable tree
 * takes a commit about one release candidate, a week, after it was merged, so that less than two
 * weeks is short.
 */
final class RiskRules {
  static final int LARGE_LINES = 300;
  static final long SOAK_SECONDS = 14L * 86_400;

  /** Where every workload passes through. */
  private static final List<String> CORE =
      List.of(
          "kernel/sched/",
          "kernel/locking/",
          "kernel/rcu/",
          "kernel/time/",
          "kernel/irq/",
          "kernel/cgroup/",
          "kernel/fork.c",
          "kernel/exit.c",
          "kernel/signal.c",
          "mm/",
          "block/",
          "net/core/",
          "net/ipv4/tcp",
          "fs/namei.c",
          "fs/dcache.c",
          "fs/inode.c",
          "fs/namespace.c",
          "fs/jbd2/",
          "arch/x86/entry/",
          "arch/x86/kernel/",
          "arch/x86/mm/",
          "arch/arm64/kernel/",
          "arch/arm64/mm/",
          "drivers/iommu/");

  private RiskRules() {}

  /**
   * The risks of a commit.
   *
   * @param soakSeconds from upstream's commit to ours; empty when upstream's is not known
   */
  static List<Risk> of(
      ProvenanceClass kind,
      List<String> paths,
      int lines,
      OptionalLong soakSeconds,
      boolean takenBackUpstream) {
    List<Risk> risks = new ArrayList<>();
    if (lines >= LARGE_LINES) {
      risks.add(Risk.LARGE);
    }
    if (paths.stream().anyMatch(path -> CORE.stream().anyMatch(path::startsWith))) {
      risks.add(Risk.CORE);
    }
    if (soakSeconds.isPresent() && soakSeconds.getAsLong() < SOAK_SECONDS) {
      risks.add(Risk.NO_SOAK);
    }
    if (!kind.comesFromGit() && kind != ProvenanceClass.REVERT) {
      risks.add(Risk.NO_UPSTREAM);
    }
    if (takenBackUpstream) {
      risks.add(Risk.TAKEN_BACK_UPSTREAM);
    }
    return risks;
  }
}
