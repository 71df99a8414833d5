/**
 * The experiments of the talk on CPU bandwidth control, each simulated anew with the published
 * figure beside it.
 */
@org.jspecify.annotations.NullMarked
package dev.kedge.bandwidth.talk;
