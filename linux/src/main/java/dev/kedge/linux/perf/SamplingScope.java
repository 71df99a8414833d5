package dev.kedge.linux.perf;

/** What the kernel lets the sampler see, from most to least. */
public enum SamplingScope {
  /** Every process, kernel and user stacks. */
  HOST(true, true),
  /** Every process, user stacks only. */
  HOST_USER(true, false),
  /** Processes of the agent's own user, kernel and user stacks. */
  OWN_PROCESSES(false, true),
  /** Processes of the agent's own user, user stacks only. */
  OWN_PROCESSES_USER(false, false),
  /** Nothing: no event could be opened. */
  NONE(false, false);

  private final boolean wholeHost;
  private final boolean kernelStacks;

  SamplingScope(boolean wholeHost, boolean kernelStacks) {
    this.wholeHost = wholeHost;
    this.kernelStacks = kernelStacks;
  }

  /** True when processes of all users are sampled. */
  public boolean wholeHost() {
    return wholeHost;
  }

  /** True when time in the kernel is sampled. */
  public boolean kernelStacks() {
    return kernelStacks;
  }
}
