package dev.kedge.bandwidth.talk;

import dev.kedge.bandwidth.picture.PowerOfTwoHistogram;
import dev.kedge.bandwidth.sim.SimulationListener;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Lengths of the passes of {@code distribute_cfs_runtime}. */
final class CallRecorder implements SimulationListener {
  private static final long LONG_NS = 1 << 18;
  private static final long HIGHEST_NS = 10_000_000_000L;

  private final PowerOfTwoHistogram histogram = new PowerOfTwoHistogram();
  private final Histogram longOnes = new Histogram(HIGHEST_NS, 3);
  private Call longest = new Call(0, 0, 0, 0);

  /**
   * One pass.
   *
   * @param irqOffNs its length
   * @param remote CPUs it sent an IPI
   * @param queues queues it visited itself
   * @param tasks tasks it put back itself
   */
  record Call(long irqOffNs, int remote, long queues, int tasks) {}

  @Override
  public void distributed(
      long now, int group, int cpu, long irqOffNs, int remote, long queues, int tasks) {
    histogram.add(irqOffNs);
    if (irqOffNs >= LONG_NS) {
      longOnes.recordValue(Math.min(irqOffNs, HIGHEST_NS));
    }
    if (irqOffNs > longest.irqOffNs()) {
      longest = new Call(irqOffNs, remote, queues, tasks);
    }
  }

  PowerOfTwoHistogram histogram() {
    return histogram;
  }

  /** The passes of 262 us and more. */
  Histogram longOnes() {
    return longOnes.copy();
  }

  Call longest() {
    return longest;
  }

  /** How many took 262 us or more. */
  long longCalls() {
    return longOnes.getTotalCount();
  }

  /** Median of the long ones; 0 when there were none. */
  long medianNs() {
    return longOnes.getTotalCount() == 0
        ? 0
        : Math.min(longest.irqOffNs(), longOnes.getValueAtPercentile(50));
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("longestNs", longest.irqOffNs());
    json.put("medianNs", medianNs());
    json.put("longCalls", longCalls());
    json.put("longest", longest);
    json.put("histogram", histogram.buckets());
    return json;
  }
}
