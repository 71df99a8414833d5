package dev.kedge.bandwidth.measure;

import java.util.List;

/**
 * One run of a measurement.
 *
 * @param kernel release it ran on; empty when the file does not say
 * @param emulated whether the machine counted time in instructions, so that nothing disturbed it
 * @param row name of the configuration
 * @param repetition which of its runs
 * @param groups parents before children
 */
public record MeasuredRun(
    String kernel, boolean emulated, String row, int repetition, List<MeasuredGroup> groups) {
  public MeasuredRun {
    groups = List.copyOf(groups);
  }

  /**
   * How much of a CPU other programs took, in twentieths: repetitions of a row with the same load
   * share their simulations. Not known, and taken as 0, on an emulated machine.
   */
  long outsideLoad() {
    MeasuredGroup.Values values = groups.getFirst().values();
    return emulated ? 0 : Math.round(20.0 * values.outsideBusyNs() / values.durationNs());
  }
}
