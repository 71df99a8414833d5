/**
 * How far a backport differs from the upstream commit it claims to carry: the same lines, the same
 * lines in other surroundings, or other lines.
 */
@NullMarked
package dev.kedge.patches.variance;

import org.jspecify.annotations.NullMarked;
