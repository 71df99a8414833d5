package dev.kedge.cli.bandwidth;

import dev.kedge.bandwidth.scenario.document.TimeText;
import java.io.PrintWriter;
import java.util.function.LongConsumer;

/** Says on standard error how far a simulation is, once it takes longer than two seconds. */
final class SimulationProgress implements LongConsumer {
  private static final long PATIENCE_NS = 2_000_000_000;

  private final PrintWriter err;
  private final String label;
  private final long durationNs;
  private long spoke = System.nanoTime();

  SimulationProgress(PrintWriter err, String label, long durationNs) {
    this.err = err;
    this.label = label;
    this.durationNs = durationNs;
  }

  @Override
  public void accept(long simulatedNs) {
    long now = System.nanoTime();
    if (now - spoke > PATIENCE_NS) {
      spoke = now;
      err.println(
          "simulating %s: %s of %s"
              .formatted(label, TimeText.rounded(simulatedNs), TimeText.rounded(durationNs)));
      err.flush();
    }
  }
}
