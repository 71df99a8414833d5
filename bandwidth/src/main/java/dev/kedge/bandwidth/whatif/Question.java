package dev.kedge.bandwidth.whatif;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.Kernel;
import java.util.List;

/**
 * What is asked.
 *
 * @param target what a limit shall reach
 * @param change a limit to try beside those that are tried anyway
 * @param kernels kernels to compare today's with; empty for one of each mechanism
 * @param phases runs behind each band, 1 to 1000
 * @param seed of phases and placements
 */
public record Question(
    Target target, LimitChange change, List<Kernel> kernels, int phases, long seed) {
  public static final int DEFAULT_PHASES = 32;

  /** Not throttled in 99 of 100 periods. */
  public static final Target STANDARD_TARGET = new Target.NotThrottled(0.99);

  public Question {
    kernels = List.copyOf(kernels);
    if (phases < 1 || phases > 1000) {
      throw new BandwidthException("%d phases: expected 1 to 1000".formatted(phases));
    }
  }

  /** Not throttled in 99 % of the periods, nothing else in mind. */
  public static Question standard(long seed) {
    return new Question(STANDARD_TARGET, LimitChange.NONE, List.of(), DEFAULT_PHASES, seed);
  }
}
