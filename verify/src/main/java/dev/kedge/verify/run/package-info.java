/**
 * Runs of plans: which kernel is booted when in which machine, what each boot gave, and the folder
 * of results, from which a stopped run goes on.
 */
@NullMarked
package dev.kedge.verify.run;

import org.jspecify.annotations.NullMarked;
