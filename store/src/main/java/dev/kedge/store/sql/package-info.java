/** The metadata database: one SQLite file, its connections and its numbered migrations. */
@NullMarked
package dev.kedge.store.sql;

import org.jspecify.annotations.NullMarked;
