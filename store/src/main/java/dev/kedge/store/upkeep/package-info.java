/**
 * What happens to data after it was acknowledged: rolled from the journal into Parquet files,
 * joined with others, inspected for damage, deleted when its retention ends. The manifest of the
 * files that count is kept here too, and every change of it is one transaction. Upkeep runs on one
 * thread at a time, beside uploads and queries.
 */
@NullMarked
package dev.kedge.store.upkeep;

import org.jspecify.annotations.NullMarked;
