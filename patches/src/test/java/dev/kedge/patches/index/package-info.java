/** Tests of the index. */
@NullMarked
package dev.kedge.patches.index;

import org.jspecify.annotations.NullMarked;
