/** The sub-commands of {@code kedge bandwidth}, one class each. */
@NullMarked
package dev.kedge.cli.bandwidth;

import org.jspecify.annotations.NullMarked;
