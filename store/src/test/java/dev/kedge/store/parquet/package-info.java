/** Tests of the Parquet files. */
@NullMarked
package dev.kedge.store.parquet;

import org.jspecify.annotations.NullMarked;
