package dev.kedge.agent;

import dev.kedge.linux.proc.HostCounters;
import dev.kedge.linux.proc.OwnCost;
import dev.kedge.model.AgentCost;
import java.time.Duration;

/** Adds up what the agent costs and loses. Thread-safe. */
final class AgentAccount {
  private final Profiler profiler;
  private final Outbox outbox;
  private final Uploader uploader;
  private final HostCounters counters;
  private final long startNanos;

  AgentAccount(
      Profiler profiler, Outbox outbox, Uploader uploader, HostCounters counters, long startNanos) {
    this.profiler = profiler;
    this.outbox = outbox;
    this.uploader = uploader;
    this.counters = counters;
    this.startNanos = startNanos;
  }

  AgentCost now() {
    OwnCost own = counters.ownCost().orElse(new OwnCost(Duration.ZERO, 0, 0));
    ProfileCounters profile = profiler.counters();
    return new AgentCost(
        Duration.ofNanos(System.nanoTime() - startNanos),
        own.cpu(),
        // The kernel does not count the rings' pages as resident: they are this agent's all the
        // same.
        own.rssBytes() + profiler.ringBytes(),
        profile.samples(),
        profile.lost(),
        profile.truncatedStacks(),
        profile.windows(),
        uploader.uploadedBytes(),
        outbox.bytes(),
        outbox.dropped(),
        counters.failures());
  }
}
