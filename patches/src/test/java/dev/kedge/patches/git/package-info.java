/** Tests of the process layer on hostile and damaged repositories. */
@NullMarked
package dev.kedge.patches.git;

import org.jspecify.annotations.NullMarked;
