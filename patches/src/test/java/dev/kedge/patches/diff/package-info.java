/** Tests of reading patches. */
@NullMarked
package dev.kedge.patches.diff;

import org.jspecify.annotations.NullMarked;
