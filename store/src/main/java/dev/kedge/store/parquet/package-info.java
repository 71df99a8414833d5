/**
 * Parquet files and the engine that writes and queries them (DuckDB, in this process). Which files
 * count is the manifest's business, kept by the upkeep; here a file is written, checked or read.
 */
@NullMarked
package dev.kedge.store.parquet;

import org.jspecify.annotations.NullMarked;
