/** What the fleet suffers from, joined with what commits touch. */
@NullMarked
package dev.kedge.patches.fleet;

import org.jspecify.annotations.NullMarked;
