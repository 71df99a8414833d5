package dev.kedge.verify.machine;

/** What executes the guest's instructions. */
public enum Accelerator {
  /** QEMU's emulator: works everywhere, and can run in virtual time. */
  TCG,
  /** The host's processor, through {@code /dev/kvm}. */
  KVM
}
