package dev.kedge.verify.result;

import java.util.List;

/**
 * One kernel's side of a comparison.
 *
 * @param kernel the kernel's label
 * @param boots the statistic of each boot, in the order of the rounds
 * @param censored for each boot whether its number is a lower bound
 */
public record SideSummary(String kernel, List<Double> boots, List<Boolean> censored) {
  /**
   * Copies the lists and checks them.
   *
   * @throws IllegalArgumentException when the lists differ in length, or a number is not finite
   */
  public SideSummary {
    boots = List.copyOf(boots);
    censored = List.copyOf(censored);
    if (boots.size() != censored.size()) {
      throw new IllegalArgumentException(
          "%d boots, but %d marks of censoring".formatted(boots.size(), censored.size()));
    }
    boots.forEach(value -> Checked.finite("a boot's statistic", value));
  }

  /** The median over the boots; 0 when there is none. */
  public double median() {
    double[] sorted = boots.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      return 0;
    }
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** Whether any boot's number is a lower bound. */
  public boolean anyCensored() {
    return censored.contains(true);
  }

  /** The smallest and the greatest boot; two zeros when there is none. */
  public double[] range() {
    var summary = boots.stream().mapToDouble(Double::doubleValue).summaryStatistics();
    return boots.isEmpty() ? new double[2] : new double[] {summary.getMin(), summary.getMax()};
  }
}
