package dev.kedge.bandwidth.sim;

import java.util.List;

/**
 * A workload's steps as instructions.
 *
 * @param ops in order; the last one exits
 * @param registers how many slots a task needs
 * @param kernelThread never leaves the kernel
 */
record Program(List<Op> ops, int registers, boolean kernelThread) {
  /** The registers of a job or an operation, from its first on. */
  static final int SLOTS = 3;
}
