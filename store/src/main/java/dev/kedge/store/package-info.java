/**
 * The store of one Kedge server: hosts and issues in SQLite, profiles and vital signs in a journal
 * that becomes Parquet, and the queries over both. Whatever an append returned for is on disk.
 */
@NullMarked
package dev.kedge.store;

import org.jspecify.annotations.NullMarked;
