/** What came into a tree between two releases, and what deserves a second look. */
@NullMarked
package dev.kedge.patches.release;

import org.jspecify.annotations.NullMarked;
