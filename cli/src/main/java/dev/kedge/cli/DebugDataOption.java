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
      description = {
        "show inlined functions where programs have debug data (DWARF); default off for an agent,",
        "which has little memory and time, but with --vmlinux, and on for a recording"
      })
  private @Nullable Switch inline;

  @Option(
      names = "--vmlinux",
      paramLabel = "FILE",
      description = "the running kernel with debug data, for functions inlined in the kernel")
  private @Nullable Path vmlinux;

  /** The choice, beside how much work it may be. */
  DebugDataOptions of(DebugDataOptions effort, boolean unlessTold) {
    boolean inlined = inline == null ? unlessTold || vmlinux != null : inline == Switch.on;
    return effort.withInlined(inlined).withKernel(Optional.ofNullable(vmlinux));
  }
}
