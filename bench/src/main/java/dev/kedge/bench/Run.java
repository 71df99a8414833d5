package dev.kedge.bench;

/**
 * One recording by one tool.
 *
 * @param tool which
 * @param samples samples taken
 * @param lost samples the kernel dropped
 * @param cpuNanos CPU time of the tool's process for the whole recording, start and end included
 * @param steadyCpuNanos the part of it spent while sampling, where the tool tells
 * @param rssBytes largest resident set
 * @param readingCpuNanos CPU time until its stacks are text a person can read, where that is a step
 *     of its own
 * @param storedBytes what is kept of the samples
 * @param complete share of the load's stacks that reach the start of their thread; negative where
 *     unknown
 */
record Run(
    String tool,
    long samples,
    long lost,
    long cpuNanos,
    long steadyCpuNanos,
    long rssBytes,
    long readingCpuNanos,
    long storedBytes,
    double complete) {
  double microsPerSample() {
    return cpuNanos / 1e3 / Math.max(1, samples);
  }

  double readingMicrosPerSample() {
    return readingCpuNanos / 1e3 / Math.max(1, samples);
  }

  double steadyMicrosPerSample() {
    return steadyCpuNanos / 1e3 / Math.max(1, samples);
  }

  double bytesPerSample() {
    return storedBytes / (double) Math.max(1, samples);
  }
}
