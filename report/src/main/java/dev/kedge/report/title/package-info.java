/**
 * What a report is called: searches the function to blame in its stacks and gives a title the form
 * that is the same on every host. Which functions are passed over is said by {@code rules}; here is
 * only where to look. Nothing that differs from one occurrence to the next may stand in a title.
 */
@NullMarked
package dev.kedge.report.title;

import org.jspecify.annotations.NullMarked;
