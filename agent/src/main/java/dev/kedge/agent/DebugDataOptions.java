package dev.kedge.agent;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What is taken from the debug data (DWARF) of programs.
 *
 * @param inlined whether inlined functions are frames
 * @param lines whether frames tell files and lines; leaves are then told apart by place
 * @param kernel the running kernel's {@code vmlinux} with debug data
 * @param bytesPerSecond debug data read in a second over time; what four minutes allow may be read
 *     at once
 */
public record DebugDataOptions(
    boolean inlined, boolean lines, Optional<Path> kernel, long bytesPerSecond) {
  /** Debug data are not looked at. */
  public static final DebugDataOptions OFF =
      new DebugDataOptions(false, false, Optional.empty(), 0);

  /**
   * Inlined functions, by as much work as an agent within its budget can spend: 50 MB take a second
   * of CPU time, so this is little more than a thousandth of a CPU.
   */
  public static final DebugDataOptions SPARING =
      new DebugDataOptions(true, false, Optional.empty(), 64 << 10);

  /** Inlined functions for a recording that ends: whatever it takes. */
  public static final DebugDataOptions THOROUGH =
      new DebugDataOptions(true, false, Optional.empty(), 256L << 20);

  /** The same with inlined functions, or without. */
  public DebugDataOptions withInlined(boolean wanted) {
    return new DebugDataOptions(wanted, lines, kernel, bytesPerSecond);
  }

  /** The same with files and lines, or without. */
  public DebugDataOptions withLines(boolean wanted) {
    return new DebugDataOptions(inlined, wanted, kernel, bytesPerSecond);
  }

  /** The same with a kernel's debug data. */
  public DebugDataOptions withKernel(Optional<Path> vmlinux) {
    return new DebugDataOptions(inlined, lines, vmlinux, bytesPerSecond);
  }

  /** Whether debug data are needed at all. */
  boolean used() {
    return inlined || lines;
  }
}
