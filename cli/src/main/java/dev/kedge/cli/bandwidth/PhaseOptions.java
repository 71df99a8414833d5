package dev.kedge.cli.bandwidth;

import dev.kedge.bandwidth.BandwidthException;
import picocli.CommandLine.Option;

/** How many simulations stand behind a band, and which. */
final class PhaseOptions {
  private static final int MOST = 1_000;

  @Option(
      names = "--phases",
      paramLabel = "N",
      defaultValue = "32",
      description = "simulations behind each band, 1 to 1000, default 32")
  private int phases;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "of phases and placements, default 1")
  private long seed;

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
