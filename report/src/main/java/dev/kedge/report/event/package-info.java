/**
 * What a fleet has to know besides reports of the kernel's own faults: memory that ran out,
 * hardware that fails, devices that were reset. Events are a list of their own
 * (docs/decisions/0013).
 */
@NullMarked
package dev.kedge.report.event;

import org.jspecify.annotations.NullMarked;
