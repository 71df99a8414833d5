package dev.kedge.cli;

import picocli.CommandLine.Option;

/** The option of every command that samples. */
final class FrequencyOption {
  @Option(
      names = "--frequency",
      paramLabel = "HZ",
      defaultValue = "19",
      description = "samples per second and CPU, default 19")
  private int hertz;

  /** Samples per second and CPU. */
  int hertz() {
    return hertz;
  }
}
