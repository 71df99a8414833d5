/** Scenarios from rt-app's JSON workload files. */
@NullMarked
package dev.kedge.bandwidth.scenario.rtapp;

import org.jspecify.annotations.NullMarked;
