/**
 * When each sample of many windows was taken, as few bytes: {@link
 * dev.kedge.profile.compact.Timeline} beside the rows whose samples it puts in order. Bits are
 * coded by how likely they are (adaptive binary range coding), with models that know what a
 * profiler's samples look like: a clock that ticks, threads that stay on their CPU.
 */
@NullMarked
package dev.kedge.profile.compact;

import org.jspecify.annotations.NullMarked;
