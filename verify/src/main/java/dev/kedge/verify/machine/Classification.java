package dev.kedge.verify.machine;

import dev.kedge.verify.result.BootOutcome;
import java.util.Optional;

/**
 * What the end of a machine means. The console decides before the exit status: a kernel that panics
 * and reboots ends QEMU with status 0, which looks like success.
 *
 * @param outcome the class
 * @param detail one line that says more, empty for a completed boot
 */
public record Classification(BootOutcome outcome, String detail) {
  /** QEMU's status when its pvpanic device heard of a panic, under {@code panic=exit-failure}. */
  private static final int PANIC_STATUS = 1;

  /** QEMU's status for the guest's code 0 through {@code isa-debug-exit}. */
  private static final int DEBUG_EXIT = 33;

  /**
   * Classifies an end.
   *
   * @param panic the line of a panic in the console
   * @param drill whether the plan asked for a panic
   */
  public static Classification of(Ending ending, Optional<String> panic, boolean drill) {
    return switch (ending.stop()) {
      case CANCELLED -> new Classification(BootOutcome.CANCELLED, "stopped by the user");
      case NOT_STARTED -> new Classification(BootOutcome.NOT_STARTED, ending.detail());
      case READY_LIMIT, SUITE_LIMIT, TOTAL_LIMIT, FLOOD -> stopped(ending, panic, drill);
      case ITSELF -> itself(ending, panic, drill);
    };
  }

  private static Classification stopped(Ending ending, Optional<String> panic, boolean drill) {
    if (panic.isPresent()) {
      return panicked(panic.get() + "; " + ending.detail(), drill);
    }
    return new Classification(
        ending.ready() ? BootOutcome.TIMED_OUT : BootOutcome.NEVER_READY, ending.detail());
  }

  private static Classification itself(Ending ending, Optional<String> panic, boolean drill) {
    int status = ending.status().orElse(-1);
    boolean saidGoodbye = ending.exitCode().isPresent();
    if (saidGoodbye && (status == 0 || status == status(ending.exitCode().getAsInt()))) {
      int code = ending.exitCode().getAsInt();
      boolean late = status == 0 && panic.isPresent();
      if (late) {
        return panicked(panic.get() + "; while it powered off", drill);
      }
      return code == 0
          ? new Classification(BootOutcome.COMPLETED, "")
          : new Classification(
              BootOutcome.GUEST_FAILED, "a suite's program failed (guest exit code " + code + ")");
    }
    if (panic.isPresent()) {
      return panicked(panic.get(), drill);
    }
    if (status == PANIC_STATUS && ending.ready()) {
      return panicked("pvpanic reported a panic; its text did not reach the console", drill);
    }
    return ending.ready()
        ? new Classification(
            BootOutcome.VANISHED, "QEMU ended with status " + status + " amid the suites")
        : new Classification(
            BootOutcome.NEVER_READY,
            "QEMU ended with status " + status + " before its guest spoke");
  }

  private static Classification panicked(String line, boolean drill) {
    return new Classification(drill ? BootOutcome.DRILLED : BootOutcome.PANICKED, line);
  }

  private static int status(int code) {
    return DEBUG_EXIT + 2 * code;
  }
}
