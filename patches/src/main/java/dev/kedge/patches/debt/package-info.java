/**
 * The debt of a downstream tree: what it carries that upstream does not have, by subsystem, owner,
 * age and size, and how that changes from release to release.
 */
@NullMarked
package dev.kedge.patches.debt;

import org.jspecify.annotations.NullMarked;
