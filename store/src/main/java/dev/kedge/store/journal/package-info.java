/**
 * The journal: profile windows and vital signs on disk within one fsync of their arrival, in the
 * order they came, until they are turned into Parquet. Knows files and bytes, no SQL.
 */
@NullMarked
package dev.kedge.store.journal;

import org.jspecify.annotations.NullMarked;
