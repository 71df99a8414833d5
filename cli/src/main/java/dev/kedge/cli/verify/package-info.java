/** The sub-commands of {@code kedge verify}, one class each. */
@NullMarked
package dev.kedge.cli.verify;

import org.jspecify.annotations.NullMarked;
