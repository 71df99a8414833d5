/** SQLite metadata, Parquet partitions with a manifest, and the queries over both. */
@NullMarked
package dev.kedge.store;

import org.jspecify.annotations.NullMarked;
