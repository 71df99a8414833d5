/**
 * Finds functions that cost more than before: shares of samples of two spans, each cut into blocks,
 * so that the noise is taken from the data and not from a formula for independent samples. What
 * went away again, and cost that only moved from one function to another, is told apart.
 */
@NullMarked
package dev.kedge.profile.regression;

import org.jspecify.annotations.NullMarked;
