/**
 * Changes apart from the commits that carry them: under which names they go, which are in force.
 */
@NullMarked
package dev.kedge.patches.change;

import org.jspecify.annotations.NullMarked;
