package dev.kedge.linux.perf;

/**
 * Parts of an event that only newer kernels know; an older one answers EINVAL.
 *
 * @param buildIds MMAP2 records carry the build-id (Linux 5.12) instead of device and inode
 * @param monotonicClock times are CLOCK_MONOTONIC (Linux 4.1), which {@link System#nanoTime} reads
 */
record EventFeatures(boolean buildIds, boolean monotonicClock) {}
