/**
 * The distribution as a user runs it: real processes, a real browser, real load, real kills.
 * Nothing here looks inside; what is checked is what scripts and people see. Output of every
 * process is kept in {@code checks/target/e2e}, pictures in {@code target/screenshots}.
 */
@NullMarked
package dev.kedge.checks.e2e;

import org.jspecify.annotations.NullMarked;
