/** What a simulation is given: machine, groups, locks, workloads and events, as plain data. */
@NullMarked
package dev.kedge.bandwidth.scenario;

import org.jspecify.annotations.NullMarked;
