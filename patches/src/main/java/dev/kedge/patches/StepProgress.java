package dev.kedge.patches;

/** Is told how far a step with a known end is. Called by the thread that works, often. */
@FunctionalInterface
public interface StepProgress {
  /** Both counts, of commits or patches. */
  void at(int done, int total);
}
