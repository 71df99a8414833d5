/**
 * The experiments of the talk on CPU bandwidth control, each simulated anew with the published
 * figure beside it.
 */
@NullMarked
package dev.kedge.bandwidth.talk;

import org.jspecify.annotations.NullMarked;
