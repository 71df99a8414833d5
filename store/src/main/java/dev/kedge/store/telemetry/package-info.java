/**
 * Profile windows and vital signs as they are asked for: the two tables, what they answer, and the
 * queries behind. An answer is put together from the Parquet files of its range and from what is
 * still in memory, as of one moment. Damaged files found on the way are put aside, and the question
 * is asked again.
 */
@NullMarked
package dev.kedge.store.telemetry;

import org.jspecify.annotations.NullMarked;
