/**
 * A candidate kernel against its baseline: per metric the noise of boots of one kernel, a test over
 * boots with a minimal effect, the correction for many metrics and the effect the run could have
 * seen; the gates of a plan; and what else differs between the two kernels. Pure functions over
 * {@code verify.result}.
 */
@NullMarked
package dev.kedge.verify.compare;

import org.jspecify.annotations.NullMarked;
