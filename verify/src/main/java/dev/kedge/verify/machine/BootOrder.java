package dev.kedge.verify.machine;

import dev.kedge.verify.image.GuestSuite;
import dev.kedge.verify.image.Initramfs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What to boot.
 *
 * @param image the kernel
 * @param initramfs the shared part of its initial file system
 * @param suites what to run, in order; each name once
 * @param suiteLimits the limits of suites that have one of their own, by name
 * @param limits of the boot
 * @param console where its kernel text goes
 */
public record BootOrder(
    Path image,
    Initramfs initramfs,
    List<GuestSuite> suites,
    Map<String, Duration> suiteLimits,
    BootLimits limits,
    Path console) {
  /** Copies the lists. */
  public BootOrder {
    suites = List.copyOf(suites);
    suiteLimits = Map.copyOf(suiteLimits);
  }
}
