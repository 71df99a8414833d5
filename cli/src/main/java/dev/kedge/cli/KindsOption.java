package dev.kedge.cli;

import dev.kedge.agent.SampledKind;
import java.util.List;
import picocli.CommandLine.Option;

/** The option of every command that samples what to sample beside CPU time. */
final class KindsOption {
  @Option(
      names = "--kinds",
      paramLabel = "LIST",
      defaultValue = "cpu",
      description = {
        "what to sample, default cpu: also context-switches and page-faults,",
        "each with =N for a sample at every N-th (199 and 997), and wakeups, with",
        "=N for one of N threads (16, a power of two), which needs tracefs"
      })
  private String kinds = "cpu";

  /** The kinds beside CPU time. */
  List<SampledKind> kinds() {
    return SampledKind.parse(kinds);
  }
}
