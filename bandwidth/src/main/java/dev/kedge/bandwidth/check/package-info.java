/**
 * Finds dangerous CPU limits in a host's snapshot and says how to write them instead.
 *
 * <p>Start reading at {@link dev.kedge.bandwidth.check.LimitCheck}. What is dangerous is computed
 * here; from where on, how bad it is and how to say it stands in {@code limit-check.rules}.
 */
@NullMarked
package dev.kedge.bandwidth.check;

import org.jspecify.annotations.NullMarked;
