/**
 * What a profile shows when it is drawn or counted: call trees cut to a number of nodes, trees of
 * two profiles compared, functions by their own and total samples. Trees come as columns, one
 * element per node in pre-order, as the browser draws them. Whether a share changed by more than
 * noise is judged by {@link dev.kedge.profile.significance.TwoProportions}.
 */
@NullMarked
package dev.kedge.profile.flame;

import org.jspecify.annotations.NullMarked;
