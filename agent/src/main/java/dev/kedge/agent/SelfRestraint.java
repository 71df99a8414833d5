package dev.kedge.agent;

import dev.kedge.linux.perf.PerfStatistics;
import dev.kedge.linux.proc.HostCounters;
import dev.kedge.linux.proc.OwnCost;
import dev.kedge.linux.proc.SystemStat;
import dev.kedge.model.Limitation;
import dev.kedge.profile.SampleKind;
import java.util.Optional;

/**
 * Chooses after each window what is sampled from the next one on: the rate, the copy of the stack
 * and the periods that keep the agent within its budget. One thread at a time, but for {@link
 * #limitation}.
 */
final class SelfRestraint {
  private static final long NANOS_PER_TICK = 10_000_000;

  private final ProfileCounters counters;
  private final SamplingCost cost;
  private final HostCounters host;
  private final Optional<RateKeeper> rate;
  private final StackSizer stackSizer;
  private final KindPeriods periods = new KindPeriods();
  private final HeapKeeper heap = new HeapKeeper();
  private final long startNanos = System.nanoTime();

  /**
   * Nothing was observed yet.
   *
   * @param options what was asked for
   * @param counters of the stacks seen so far
   * @param cost of the samples so far
   * @param host counters of this host
   */
  SelfRestraint(
      ProfilerOptions options, ProfileCounters counters, SamplingCost cost, HostCounters host) {
    this.counters = counters;
    this.cost = cost;
    this.host = host;
    this.rate = options.budget().map(budget -> new RateKeeper(budget, options.frequency()));
    this.stackSizer = new StackSizer(options.stackBytes());
  }

  /**
   * Takes a window into account.
   *
   * @param raw the window
   * @param now what is sampled
   * @param sampler of what is open
   * @return what is to be sampled
   */
  ProfilerOptions observe(RawWindow raw, ProfilerOptions now, PerfStatistics sampler) {
    if (raw.kind() != SampleKind.CPU) {
      periods.observe(
          raw.kind(),
          raw.samples(),
          raw.period().toNanos(),
          raw.range().duration().toNanos() / 1e9);
      return now;
    }
    heap.keep(System.nanoTime() - startNanos);
    int stackBytes = stackSizer.observe(counters.userStacks(), counters.truncatedStacks());
    rate.ifPresent(keeper -> observeUse(keeper, sampler));
    int frequency = rate.map(RateKeeper::frequency).orElse(now.frequency());
    double samplesPerSecond = (double) frequency * Math.max(1, sampler.rings());
    return now.with(frequency, stackBytes, rate.map(RateKeeper::memorySteps).orElse(0))
        .withKinds(periods.choose(now.kinds(), samplesPerSecond));
  }

  private void observeUse(RateKeeper keeper, PerfStatistics sampler) {
    Optional<SystemStat> stat = host.stat();
    Optional<OwnCost> own = host.ownCost();
    if (stat.isPresent() && own.isPresent()) {
      RateKeeper.Use use =
          new RateKeeper.Use(
              System.nanoTime() - startNanos,
              own.get().cpu().toNanos(),
              cost.nanos(),
              stat.get().busyTicks() * NANOS_PER_TICK);
      keeper.observe(use, own.get().rssBytes() + sampler.ringBytes());
    }
  }

  /** That and why less is sampled than was asked for. */
  Optional<Limitation> limitation() {
    return rate.flatMap(RateKeeper::limitation);
  }
}
