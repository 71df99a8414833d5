package dev.kedge.cli.bandwidth;

import dev.kedge.bandwidth.BandwidthException;
import picocli.CommandLine.Option;

/** How many simulations stand behind a band, and which. */
final class PhaseOptions {
  private static final int MOST = 1_000;

  @Option(
      names = "--phases",
      paramLabel = "N",
      description = "simulations behind each band, 1 to 1000, default ${DEFAULT-VALUE}")
  private int phases;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "of phases and placements, default 1")
  private long seed;

  /**
   * The options as they are when none is given.
   *
   * @param usual simulations behind each band
   */
  PhaseOptions(int usual) {
    this.phases = usual;
  }

  /**
   * Simulations behind each band.
   *
   * @throws BandwidthException when there are none or too many
   */
  int phases() {
    if (phases < 1 || phases > MOST) {
      throw new BandwidthException("--phases is 1 to " + MOST);
    }
    return phases;
  }

  long seed() {
    return seed;
  }
}
