/** Tests of the merge queue. */
@NullMarked
package dev.kedge.patches.queue;

import org.jspecify.annotations.NullMarked;
