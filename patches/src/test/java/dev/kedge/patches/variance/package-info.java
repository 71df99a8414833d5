/** Tests of comparing backports with upstream. */
@NullMarked
package dev.kedge.patches.variance;

import org.jspecify.annotations.NullMarked;
