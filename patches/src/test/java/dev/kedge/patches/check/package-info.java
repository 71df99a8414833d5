/** Tests of the merge gate. */
@NullMarked
package dev.kedge.patches.check;

import org.jspecify.annotations.NullMarked;
