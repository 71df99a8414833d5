/** Tests of joining issues with commits. */
@NullMarked
package dev.kedge.patches.fleet;

import org.jspecify.annotations.NullMarked;
