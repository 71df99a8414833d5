package dev.kedge.verify.result;

/** How one boot of one machine ended. */
public enum BootOutcome {
  /** The guest ran its suites and powered off by itself with exit code 0. */
  COMPLETED,
  /** The guest ended by itself with another exit code. */
  GUEST_FAILED,
  /** The kernel panicked and the plan did not ask for it. */
  PANICKED,
  /** The kernel panicked because the plan asked for it (the panic drill). */
  DRILLED,
  /** The machine was ended because its time was over. */
  TIMED_OUT,
  /** The machine ended or its time was over before the guest's first process spoke. */
  NEVER_READY,
  /** QEMU did not start. */
  NOT_STARTED,
  /** The machine stopped by itself without panic and without an exit code. */
  VANISHED,
  /**
   * A crash that does not happen with one emulator thread: the emulator's fault, not the kernel's.
   */
  EMULATOR_SUSPECT,
  /** The user stopped the run. */
  CANCELLED
}
