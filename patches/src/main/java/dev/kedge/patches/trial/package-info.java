/** Cherry-picks tried out without a work tree and without a trace in the repository. */
@NullMarked
package dev.kedge.patches.trial;

import org.jspecify.annotations.NullMarked;
