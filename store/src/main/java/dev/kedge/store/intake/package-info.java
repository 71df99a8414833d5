/**
 * The way in for profile windows and vital signs: told apart from duplicates, into the journal,
 * into memory. Also what came in and is not in Parquet yet, which queries read from memory. An
 * upload is known by host, boot, stream and sequence number.
 */
@NullMarked
package dev.kedge.store.intake;

import org.jspecify.annotations.NullMarked;
