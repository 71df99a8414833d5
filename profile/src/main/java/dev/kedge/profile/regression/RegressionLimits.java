package dev.kedge.profile.regression;

/**
 * What counts as a finding.
 *
 * @param familyError chance that a comparison of two equal spans finds anything at all, 0 to 0.5
 * @param minShare functions below this share of samples on both sides are not looked at, 0 to 1
 * @param minRise smaller rises of a share are not told, however certain, 0 to 1
 */
public record RegressionLimits(double familyError, double minShare, double minRise) {
  /** One false alarm in a hundred comparisons, functions from 0.5 %, rises from 0.1 points. */
  public static final RegressionLimits STANDARD = new RegressionLimits(0.01, 0.005, 0.001);

  public RegressionLimits {
    if (!(familyError > 0 && familyError <= 0.5)) {
      throw new IllegalArgumentException(
          "familyError: %s, expected more than 0 and at most 0.5".formatted(familyError));
    }
    if (!(minShare > 0 && minShare < 1 && minRise >= 0 && minRise < 1)) {
      throw new IllegalArgumentException(
          "minShare %s and minRise %s: expected shares below 1".formatted(minShare, minRise));
    }
  }
}
