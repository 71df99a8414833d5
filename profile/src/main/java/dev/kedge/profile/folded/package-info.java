/**
 * Reads and writes folded text, one stack per line; the way in is {@link
 * dev.kedge.profile.folded.FoldedCodec}. Origins of frames travel as suffixes of their names, as
 * flamegraph.pl has them. Texts are hostile input: lines, frames and characters are bounded.
 */
@NullMarked
package dev.kedge.profile.folded;

import org.jspecify.annotations.NullMarked;
