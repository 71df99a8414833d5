/** The changes commits make, file by file and line by line, as git prints them. */
@NullMarked
package dev.kedge.patches.diff;

import org.jspecify.annotations.NullMarked;
