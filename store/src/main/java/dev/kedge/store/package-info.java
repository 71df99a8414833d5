/**
 * The store of one Kedge server: hosts and issues in SQLite, profiles and vital signs in a journal
 * that becomes Parquet, and the queries over both. Whatever an append returned for is on disk. Here
 * a store is opened and put together from the rooms below, which never look up here: {@code disk},
 * {@code sql}, {@code journal} and {@code parquet} know files and databases, {@code intake} and
 * {@code upkeep} the way of the data, {@code telemetry}, {@code hosts} and {@code issues} are
 * asked.
 */
@NullMarked
package dev.kedge.store;

import org.jspecify.annotations.NullMarked;
