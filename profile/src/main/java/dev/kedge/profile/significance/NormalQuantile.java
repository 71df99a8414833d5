package dev.kedge.profile.significance;

/**
 * Quantiles of the standard normal distribution, by the rational approximation of Acklam (An
 * algorithm for computing the inverse normal cumulative distribution function, 2003), whose
 * relative error is below 1.2e-9, and the way from Student's t to a normal deviate.
 */
public final class NormalQuantile {
  private static final double[] A = {
    -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02,
    1.383577518672690e+02, -3.066479806614716e+01, 2.506628277459239e+00
  };
  private static final double[] B = {
    -5.447609879822406e+01,
    1.615858368580409e+02,
    -1.556989798598866e+02,
    6.680131188771972e+01,
    -1.328068155288572e+01,
    1
  };
  private static final double[] C = {
    -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
    -2.549732539343734e+00, 4.374664141464968e+00, 2.938163982698783e+00
  };
  private static final double[] D = {
    7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00, 1
  };
  private static final double LOW = 0.02425;

  private NormalQuantile() {}

  /** The value that is exceeded with that chance, 0 to 0.5 exclusive of 0. */
  public static double upper(double chance) {
    if (chance < LOW) {
      double q = Math.sqrt(-2 * Math.log(chance));
      return -(polynomial(C, q) / polynomial(D, q));
    }
    double q = 0.5 - chance;
    double r = q * q;
    return polynomial(A, r) * q / polynomial(B, r);
  }

  /**
   * The normal deviate that is exceeded about as rarely as t (Wallace, Bounds on normal
   * approximations to Student's and the chi-square distributions, 1959).
   */
  public static double fromStudent(double t, double freedom) {
    double size = Math.sqrt(freedom * Math.log1p(t * t / freedom));
    return Math.copySign((8 * freedom + 1) / (8 * freedom + 3) * size, t);
  }

  private static double polynomial(double[] coefficients, double x) {
    double sum = 0;
    for (double coefficient : coefficients) {
      sum = sum * x + coefficient;
    }
    return sum;
  }
}
