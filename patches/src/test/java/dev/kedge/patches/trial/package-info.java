/** Tests of trial picks. */
@NullMarked
package dev.kedge.patches.trial;

import org.jspecify.annotations.NullMarked;
