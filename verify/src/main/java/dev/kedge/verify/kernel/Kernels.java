package dev.kedge.verify.kernel;

import dev.kedge.verify.VerifyException;

/** Opens the kernel of a text as users write it. Not thread-safe. */
public final class Kernels {
  private final DebianKernels debian;
  private final KernelFiles files;

  /** Kernels of the archive, and those in files. */
  public Kernels(DebianKernels debian, KernelFiles files) {
    this.debian = debian;
    this.files = files;
  }

  /**
   * The kernel, whose label is the text.
   *
   * @param text {@code debian:VERSION[/FLAVOUR]}, or what {@link KernelFiles#open} takes
   * @throws VerifyException when there is none
   */
  public Kernel open(String text) {
    return text.startsWith(DebianKernels.PREFIX) ? debian.open(text) : files.open(text, text);
  }
}
