package dev.kedge.bandwidth.sim;

import dev.kedge.bandwidth.Machine;

/**
 * Lengths every queue of a machine goes by.
 *
 * @param sliceNs what an entity asks for at a time: the base slice
 * @param lagLimitNs how far an entity may be ahead or behind ({@code entity_lag})
 */
record Slices(long sliceNs, long lagLimitNs) {
  static Slices of(Machine machine) {
    return new Slices(machine.baseSliceNs(), machine.baseSliceNs() + machine.tickNs());
  }
}
