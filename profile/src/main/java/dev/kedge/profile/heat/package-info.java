/**
 * Samples over time in two directions, seconds and parts of a second, after Netflix's FlameScope:
 * what happens for a fifth of a second once an hour is one dark spot, where a line of averages
 * shows nothing.
 */
@NullMarked
package dev.kedge.profile.heat;

import org.jspecify.annotations.NullMarked;
