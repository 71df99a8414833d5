package dev.kedge.cli;

import dev.kedge.agent.DebugDataOptions;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that samples what to take from debug data. */
final class DebugDataOption {
  /** Whether it is on. */
  enum Switch {
    /** It is. */
    on,
    /** It is not. */
    off
  }

  @Option(
      names = "--inline",
      paramLabel = "on|off",
      defaultValue = "on",
      description = "show inlined functions where programs have debug data (DWARF), default on")
  private Switch inline = Switch.on;

  @Option(
      names = "--vmlinux",
      paramLabel = "FILE",
      description = "the running kernel with debug data, for functions inlined in the kernel")
  private @Nullable Path vmlinux;

  /** The choice, beside how much work it may be. */
  DebugDataOptions of(DebugDataOptions effort) {
    return effort.withInlined(inline == Switch.on).withKernel(Optional.ofNullable(vmlinux));
  }
}
