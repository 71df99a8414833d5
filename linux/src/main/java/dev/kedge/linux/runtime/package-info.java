/**
 * What all language runtimes have in common when they are looked at from outside: memory of a
 * foreign process, code generated at run time by its places, names of frames that no ELF file has,
 * and {@code /tmp/perf-PID.map}.
 *
 * <p>All that is read here was written by somebody else's process, may change while it is read and
 * may lie: every count, length and pointer is bounded.
 */
@NullMarked
package dev.kedge.linux.runtime;

import org.jspecify.annotations.NullMarked;
