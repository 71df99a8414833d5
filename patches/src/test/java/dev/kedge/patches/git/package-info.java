/** Tests of running git. */
@NullMarked
package dev.kedge.patches.git;

import org.jspecify.annotations.NullMarked;
