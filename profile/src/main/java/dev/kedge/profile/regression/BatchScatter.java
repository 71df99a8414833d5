package dev.kedge.profile.regression;

/**
 * The scatter of a function's share over batches of neighbouring blocks.
 *
 * @param excess variance relative to that of independent samples; 0 for a function not seen
 * @param correlation of neighbouring batches, corrected for the estimate's bias
 */
record BatchScatter(double excess, double correlation) {
  /**
   * Takes batches of that many blocks; what is left at the end is left out.
   *
   * @param counts samples of the function in each block
   * @param samples all samples of each block
   * @param length of a batch, such that there are at least 3
   */
  static BatchScatter of(long[] counts, long[] samples, int length) {
    double count = 0;
    double all = 0;
    int batches = counts.length / length;
    for (int i = 0; i < batches * length; i++) {
      count += counts[i];
      all += samples[i];
    }
    if (count == 0 || count == all) {
      return new BatchScatter(0, 0);
    }
    double share = count / all;
    double square = 0;
    double product = 0;
    double before = 0;
    for (int batch = 0; batch < batches; batch++) {
      double residual = 0;
      for (int i = batch * length; i < (batch + 1) * length; i++) {
        residual += counts[i] - share * samples[i];
      }
      square += residual * residual;
      product += residual * before;
      before = residual;
    }
    if (square == 0) {
      return new BatchScatter(0, 0);
    }
    double variance = batches / (batches - 1.0) * square;
    // The estimate of the correlation is too low by about 1/n (Kendall 1954).
    return new BatchScatter(
        variance / (all * share * (1 - share)), product / square + 1.0 / batches);
  }

  /** Whether there is anything to learn from it. */
  boolean seen() {
    return excess > 0;
  }
}
