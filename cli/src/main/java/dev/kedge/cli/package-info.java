/** The kedge command: one class per sub-command, no logic. */
@NullMarked
package dev.kedge.cli;

import org.jspecify.annotations.NullMarked;
