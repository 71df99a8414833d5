/**
 * A merge queue: proposals are merged in batches on trial, checked, and taken only when what would
 * be the new tip has passed.
 */
@NullMarked
package dev.kedge.patches.queue;

import org.jspecify.annotations.NullMarked;
