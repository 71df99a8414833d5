/**
 * What a report tells besides its title: machine, taints, registers, code bytes, stacks by whose
 * they are, the CPUs that stand still, the source file to blame. Read from the report's text when
 * asked for; nothing of it decides which issue a report belongs to.
 */
@NullMarked
package dev.kedge.report.detail;

import org.jspecify.annotations.NullMarked;
