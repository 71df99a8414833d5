/**
 * A downstream kernel tree in plain values: commit ids, commits as git stores them, their trailers.
 */
@NullMarked
package dev.kedge.patches;

import org.jspecify.annotations.NullMarked;
