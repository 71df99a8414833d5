/**
 * The metadata database: one SQLite file, its connections, its numbered migrations, and pages over
 * its rows.
 */
@NullMarked
package dev.kedge.store.sql;

import org.jspecify.annotations.NullMarked;
