package dev.kedge.bandwidth.host;

import dev.kedge.bandwidth.BandwidthException;
import java.util.List;

/**
 * What one thread did, as turns of running and sleeping; what interrupted a turn (preemption, the
 * group throttle, other tasks) is taken out.
 *
 * @param name command name and thread id
 * @param runNs CPU time of each turn
 * @param sleepNs how long it slept after each of them; 0 when it never did
 */
public record RecordedThread(String name, List<Long> runNs, List<Long> sleepNs) {
  public RecordedThread {
    runNs = List.copyOf(runNs);
    sleepNs = List.copyOf(sleepNs);
    if (runNs.isEmpty() || runNs.size() != sleepNs.size()) {
      throw new BandwidthException("thread '%s': expected as many runs as sleeps".formatted(name));
    }
  }

  /** CPU time of all turns. */
  public long totalRunNs() {
    return runNs.stream().mapToLong(Long::longValue).sum();
  }
}
