package dev.kedge.bandwidth.whatif;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.CpuSet;
import dev.kedge.bandwidth.host.RecordedThread;
import dev.kedge.bandwidth.scenario.Preemption;
import dev.kedge.bandwidth.scenario.Span;
import dev.kedge.bandwidth.scenario.Step;
import dev.kedge.bandwidth.scenario.Workload;
import java.util.ArrayList;
import java.util.List;

/**
 * Recorded running and sleeping of a group's threads, replayed over and over.
 *
 * @param threads each a sequence of run and sleep, the busiest first; at least one, at most 64 are
 *     replayed
 * @param kernelShare part of the CPU time in the kernel, which the recording does not tell
 */
record Recording(List<RecordedThread> threads, double kernelShare) implements Demand {
  static final int MAX_THREADS = 64;

  Recording {
    threads = List.copyOf(threads);
    if (threads.isEmpty()) {
      throw new BandwidthException("the recording has none of the threads asked for");
    }
  }

  @Override
  public List<Workload> workloads(List<Place> places, CpuSet cpus) {
    List<Workload> workloads = new ArrayList<>();
    for (int i = 0; i < Math.min(threads.size(), MAX_THREADS); i++) {
      RecordedThread thread = threads.get(i);
      List<Step> steps = new ArrayList<>();
      for (int turn = 0; turn < thread.runNs().size(); turn++) {
        long kernel = Math.round(thread.runNs().get(turn) * kernelShare);
        steps.add(new Step.Run(Span.ns(Math.max(1, thread.runNs().get(turn) - kernel))));
        if (kernel > 0) {
          steps.add(new Step.Kernel(Span.ns(kernel), Preemption.VOLUNTARY));
        }
        if (thread.sleepNs().get(turn) > 0) {
          steps.add(new Step.Sleep(Span.ns(thread.sleepNs().get(turn))));
        }
      }
      String place = places.get(i % places.size()).path();
      workloads.add(
          Workload.of(TASKS + "-" + i, place, 1, List.of(Step.Repeat.forever(steps))).on(cpus));
    }
    return workloads;
  }

  @Override
  public String text() {
    return "%d recorded threads, replayed".formatted(Math.min(threads.size(), MAX_THREADS));
  }
}
