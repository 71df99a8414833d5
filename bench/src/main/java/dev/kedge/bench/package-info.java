/**
 * Whole-process benchmarks: Kedge and the tool people would use instead, on the same load in the
 * same run, reported as figures and ratios. Results are kept in {@code docs/benchmarks.md}.
 */
@NullMarked
package dev.kedge.bench;

import org.jspecify.annotations.NullMarked;
