package dev.kedge.verify.machine;

import java.util.List;
import java.util.OptionalInt;

/**
 * A machine to boot kernels in.
 *
 * @param name what the plan calls it
 * @param accelerator what executes it
 * @param cpuModel QEMU's name of the processor, with features
 * @param sockets processor sockets
 * @param cores cores of each socket
 * @param threads hardware threads of each core
 * @param memoryMib memory in MiB
 * @param icountShift virtual time: an instruction takes 2 to this power nanoseconds and idle time
 *     is skipped; empty for the host's time. Only with {@link Accelerator#TCG}
 * @param oneEmulatorThread all of the guest's CPUs take turns on one thread of the host
 * @param share how the host's root is seen
 * @param diskMib the size in MiB of a scratch disk with an empty ext4 on it, {@code /dev/vda} in
 *     the guest, new for each boot; empty for no disk
 * @param restarts a guest that resets starts again, with its memory as it was, instead of ending
 *     the machine
 * @param bootParameters added to the kernel's command line
 * @param modules what to load at start, besides what the machine itself needs
 */
public record MachineSpec(
    String name,
    Accelerator accelerator,
    String cpuModel,
    int sockets,
    int cores,
    int threads,
    int memoryMib,
    OptionalInt icountShift,
    boolean oneEmulatorThread,
    HostShare share,
    OptionalInt diskMib,
    boolean restarts,
    List<String> bootParameters,
    List<String> modules) {
  /**
   * The processor of emulated machines. Without {@code cx16}: QEMU 7.2 emulates {@code cmpxchg16b}
   * wrongly with several threads, which crashes good kernels (docs/verify.md).
   */
  public static final String EMULATED_CPU = "max,-cx16";

  /** An instruction of virtual time takes 4 ns. */
  private static final int USUAL_SHIFT = 2;

  private static final int MAX_CPUS = 64;
  private static final int MIN_MEMORY_MIB = 128;
  private static final int MAX_MEMORY_MIB = 1 << 20;
  private static final int MIN_DISK_MIB = 64;
  private static final int MAX_DISK_MIB = 1 << 20;

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException when a number is out of range or the parts contradict
   */
  public MachineSpec {
    bootParameters = List.copyOf(bootParameters);
    modules = List.copyOf(modules);
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      throw new IllegalArgumentException(
          "machine \"" + name + "\": expected letters, digits, '-', '_' and '.', at most 64");
    }
    if (sockets < 1 || cores < 1 || threads < 1 || (long) sockets * cores * threads > MAX_CPUS) {
      throw new IllegalArgumentException("machine " + name + ": expected 1 to 64 CPUs");
    }
    if (memoryMib < MIN_MEMORY_MIB || memoryMib > MAX_MEMORY_MIB) {
      throw new IllegalArgumentException(
          "machine %s: %d MiB of memory, expected %d to %d"
              .formatted(name, memoryMib, MIN_MEMORY_MIB, MAX_MEMORY_MIB));
    }
    if (diskMib.isPresent()
        && (diskMib.getAsInt() < MIN_DISK_MIB || diskMib.getAsInt() > MAX_DISK_MIB)) {
      throw new IllegalArgumentException(
          "machine %s: a disk of %d MiB, expected %d to %d"
              .formatted(name, diskMib.getAsInt(), MIN_DISK_MIB, MAX_DISK_MIB));
    }
    if (icountShift.isPresent()
        && (accelerator == Accelerator.KVM
            || icountShift.getAsInt() < 0
            || icountShift.getAsInt() > 10)) {
      throw new IllegalArgumentException(
          "machine " + name + ": virtual time needs emulation and a shift of 0 to 10");
    }
    if (!cpuModel.matches("[A-Za-z0-9_.,=+-]{1,200}")) {
      throw new IllegalArgumentException(
          "machine " + name + ": \"" + cpuModel + "\" is no CPU model of QEMU");
    }
    for (String parameter : bootParameters) {
      if (!parameter.matches("[!-~]{1,500}")) {
        throw new IllegalArgumentException(
            "machine " + name + ": boot parameter \"" + parameter + "\": expected one word");
      }
    }
  }

  /** One emulated CPU in virtual time: gives the same verdict on an idle and on a busy host. */
  public static MachineSpec usual() {
    return emulated("tcg", 1, 1024);
  }

  /** An emulated machine; in virtual time when it has one CPU, else in the host's. */
  public static MachineSpec emulated(String name, int cpus, int memoryMib) {
    return new MachineSpec(
        name,
        Accelerator.TCG,
        EMULATED_CPU,
        1,
        cpus,
        1,
        memoryMib,
        cpus == 1 ? OptionalInt.of(USUAL_SHIFT) : OptionalInt.empty(),
        false,
        HostShare.NONE,
        OptionalInt.empty(),
        false,
        List.of(),
        List.of());
  }

  /** The same machine on another accelerator, with that one's usual processor and time. */
  public MachineSpec with(Accelerator other) {
    if (other == accelerator) {
      return this;
    }
    boolean tcg = other == Accelerator.TCG;
    return new MachineSpec(
        name,
        other,
        tcg ? EMULATED_CPU : "host",
        sockets,
        cores,
        threads,
        memoryMib,
        tcg && cpus() == 1 ? OptionalInt.of(USUAL_SHIFT) : OptionalInt.empty(),
        false,
        share,
        diskMib,
        restarts,
        bootParameters,
        modules);
  }

  /** How many CPUs the guest sees. */
  public int cpus() {
    return sockets * cores * threads;
  }

  /** The same machine with all CPUs on one thread of the emulator. */
  public MachineSpec onOneThread() {
    return new MachineSpec(
        name,
        accelerator,
        cpuModel,
        sockets,
        cores,
        threads,
        memoryMib,
        icountShift,
        true,
        share,
        diskMib,
        restarts,
        bootParameters,
        modules);
  }

  /** Says whether several threads of the host run the guest's CPUs by emulation. */
  public boolean emulatesInParallel() {
    return accelerator == Accelerator.TCG
        && cpus() > 1
        && icountShift.isEmpty()
        && !oneEmulatorThread;
  }
}
