/**
 * How often the parser is right on logs a person has labelled, by kind of report. The labels are in
 * the format of the public syzkaller corpus, so that anyone can score their own logs.
 */
@NullMarked
package dev.kedge.report.score;

import org.jspecify.annotations.NullMarked;
