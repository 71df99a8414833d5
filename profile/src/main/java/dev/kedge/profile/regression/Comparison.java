package dev.kedge.profile.regression;

import java.util.List;

/**
 * What a comparison of two spans found.
 *
 * @param samples samples of the span
 * @param baseSamples samples of the base
 * @param functions functions compared
 * @param threshold z that the clearest rise must reach
 * @param detectableRise rise of the share of a function of 10 % that would be found in four of five
 *     comparisons as noisy as this one, 0 to 1
 * @param findings the most certain rise first
 */
public record Comparison(
    long samples,
    long baseSamples,
    int functions,
    double threshold,
    double detectableRise,
    List<Finding> findings) {
  public Comparison {
    findings = List.copyOf(findings);
  }

  /** Whether something costs more for good. */
  public boolean hasRegression() {
    return findings.stream().anyMatch(f -> f.verdict() == Finding.Verdict.REGRESSION);
  }
}
