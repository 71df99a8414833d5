/**
 * Unwinds user stacks that have no frame pointers: call frame information of ELF files is made into
 * compact tables on a thread of its own, and copies of user stacks are walked by them.
 *
 * <p>Start at {@link dev.kedge.linux.unwind.StackUnwinder} (the walk) and {@link
 * dev.kedge.linux.unwind.UnwindTableBuilder} (the tables).
 */
@NullMarked
package dev.kedge.linux.unwind;

import org.jspecify.annotations.NullMarked;
