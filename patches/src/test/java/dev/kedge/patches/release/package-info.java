/** Tests of release notes. */
@NullMarked
package dev.kedge.patches.release;

import org.jspecify.annotations.NullMarked;
