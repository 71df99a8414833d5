package dev.kedge.bandwidth.whatif;

import java.util.List;

/**
 * The answer for one group.
 *
 * @param path of the group
 * @param limit as {@code cpu.max} shows it
 * @param alert whether its throttling matters
 * @param levels the limits above and of it, the topmost first
 * @param load what is known of its load
 * @param loads the simulated loads that fit, in words
 * @param confidence in everything simulated
 * @param options ways to set it up, today's first
 * @param kernels what other kernels would do; empty in a survey
 * @param notes what was simplified and what could not be known
 * @param runs simulated runs behind the answer
 */
public record GroupAnswer(
    String path,
    String limit,
    Alert alert,
    List<Level> levels,
    GroupLoad load,
    List<String> loads,
    Confidence confidence,
    List<Option> options,
    List<KernelOutcome> kernels,
    List<String> notes,
    int runs) {
  public GroupAnswer {
    levels = List.copyOf(levels);
    loads = List.copyOf(loads);
    options = List.copyOf(options);
    kernels = List.copyOf(kernels);
    notes = List.copyOf(notes);
  }

  /** Whether today's limit meets the target. */
  public boolean meetsTarget() {
    return options.getFirst().meetsTarget();
  }
}
