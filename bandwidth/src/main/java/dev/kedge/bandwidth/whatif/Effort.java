package dev.kedge.bandwidth.whatif;

/**
 * How much work goes into an answer.
 *
 * @param phases runs behind each band
 * @param quickRuns runs of a step of a search
 * @param fineness ratio of two limits at which a search ends
 * @param length of a run, in parts of the usual length
 * @param threads simulated at most
 * @param cpus simulated at most
 * @param thorough whether all settings and kernels are tried, and loads are refined
 */
record Effort(
    int phases,
    int quickRuns,
    double fineness,
    double length,
    int threads,
    int cpus,
    boolean thorough) {

  /** For the answer to one group. */
  static Effort thorough(int phases) {
    return new Effort(phases, Math.min(8, phases), 1.03, 1, 64, 32, true);
  }

  /** For one of many groups. */
  static Effort survey(int phases) {
    int runs = Math.min(6, phases);
    return new Effort(runs, Math.min(3, runs), 1.1, 0.5, 24, 16, false);
  }
}
