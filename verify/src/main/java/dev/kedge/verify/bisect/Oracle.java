package dev.kedge.verify.bisect;

/** Tests one kernel once. */
@FunctionalInterface
public interface Oracle {
  /**
   * Boots and tests.
   *
   * @param index the kernel's place in the list, from 0
   */
  Observation test(int index);
}
