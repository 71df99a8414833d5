/**
 * Reads the text of {@code perf script}; the way in is {@link
 * dev.kedge.profile.perfscript.PerfScript}. The form is that of {@code tools/perf/builtin-script.c}
 * with its default fields and with {@code -F +pid}. Texts are hostile input: lines, samples and
 * frames are bounded.
 */
@NullMarked
package dev.kedge.profile.perfscript;

import org.jspecify.annotations.NullMarked;
