/**
 * The only place that runs the {@code git} command: bounded, without a shell, on a repository whose
 * contents and refs are not trusted.
 */
@NullMarked
package dev.kedge.patches.git;

import org.jspecify.annotations.NullMarked;
