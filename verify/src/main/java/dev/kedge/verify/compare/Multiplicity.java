package dev.kedge.verify.compare;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Corrections of p-values for how many there are. */
final class Multiplicity {
  private Multiplicity() {}

  /** Holm (1979): the chance of any false alarm among all. */
  static double[] holm(double[] p) {
    double[] adjusted = new double[p.length];
    double greatest = 0;
    int[] order = ascending(p);
    for (int i = 0; i < order.length; i++) {
      greatest = Math.max(greatest, Math.min(1, p[order[i]] * (p.length - i)));
      adjusted[order[i]] = greatest;
    }
    return adjusted;
  }

  /** Benjamini and Hochberg (1995): the share of false alarms among those raised. */
  static double[] benjaminiHochberg(double[] p) {
    double[] adjusted = new double[p.length];
    double smallest = 1;
    int[] order = ascending(p);
    for (int i = order.length - 1; i >= 0; i--) {
      smallest = Math.min(smallest, p[order[i]] * p.length / (i + 1));
      adjusted[order[i]] = smallest;
    }
    return adjusted;
  }

  private static int[] ascending(double[] p) {
    return IntStream.range(0, p.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> p[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
