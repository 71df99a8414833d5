/**
 * CPU bandwidth control: limits, the kernels that enforce them, and the values every part of the
 * model shares.
 *
 * <p>Start reading at {@link dev.kedge.bandwidth.sim.Simulation}: it runs one {@link
 * dev.kedge.bandwidth.scenario.Scenario} to its end.
 */
@NullMarked
package dev.kedge.bandwidth;

import org.jspecify.annotations.NullMarked;
