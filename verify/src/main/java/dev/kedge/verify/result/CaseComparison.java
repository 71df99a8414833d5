package dev.kedge.verify.result;

/**
 * How often one case failed on both kernels.
 *
 * @param path the case, a {@link CaseResult#path()}
 * @param machine the machine both sides ran on
 * @param baselineFailures how many runs failed on the baseline, its history included
 * @param baselineRuns of how many
 * @param candidateFailures how many runs failed on the candidate
 * @param candidateRuns of how many
 * @param pValue Fisher's exact test, one-sided: the chance of so many failures of the candidate if
 *     both kernels failed equally often
 * @param adjustedP after Holm's correction over all cases
 * @param passProbability the mean of the Beta posterior of the candidate's pass probability
 * @param change what it comes to
 */
public record CaseComparison(
    String path,
    String machine,
    int baselineFailures,
    int baselineRuns,
    int candidateFailures,
    int candidateRuns,
    double pValue,
    double adjustedP,
    double passProbability,
    Change change) {
  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException when there are more failures than runs, or a probability is
   *     none
   */
  public CaseComparison {
    if (baselineFailures < 0
        || candidateFailures < 0
        || baselineFailures > baselineRuns
        || candidateFailures > candidateRuns) {
      throw new IllegalArgumentException(
          "case %s: %d of %d and %d of %d runs failed"
              .formatted(path, baselineFailures, baselineRuns, candidateFailures, candidateRuns));
    }
    Checked.probability("pValue", pValue);
    Checked.probability("adjustedP", adjustedP);
    Checked.probability("passProbability", passProbability);
  }
}
