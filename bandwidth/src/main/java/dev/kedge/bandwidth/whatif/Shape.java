package dev.kedge.bandwidth.whatif;

import dev.kedge.bandwidth.CpuSet;
import dev.kedge.bandwidth.scenario.Preemption;
import dev.kedge.bandwidth.scenario.Span;
import dev.kedge.bandwidth.scenario.Step;
import dev.kedge.bandwidth.scenario.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A load made of two parts: threads that run and sleep each for itself, by chance or by the clock,
 * and bursts in which all threads wake up at once. Counters cannot tell these apart, so several
 * shapes are tried and those kept that give back what was measured.
 *
 * @param demand CPUs the load uses when nothing holds it up
 * @param threads threads that carry it
 * @param activationNs mean CPU time between waking and sleeping, outside bursts
 * @param kernelShare part of the CPU time in the kernel
 * @param regular whether threads run by the clock, always equally long, instead of by chance
 * @param burstShare part of the demand that comes in bursts
 * @param burstNs CPU time of one burst, over all threads
 */
record Shape(
    double demand,
    int threads,
    long activationNs,
    double kernelShare,
    boolean regular,
    double burstShare,
    long burstNs)
    implements Demand {
  /** From here on a thread never sleeps. */
  private static final double ALWAYS_BUSY = 0.98;

  Shape byTheClock() {
    return new Shape(demand, threads, activationNs, kernelShare, true, burstShare, burstNs);
  }

  Shape withBursts(double share, long ns) {
    return new Shape(demand, threads, activationNs, kernelShare, regular, share, ns);
  }

  @Override
  public List<Workload> workloads(List<Place> places, CpuSet cpus) {
    List<Workload> workloads = new ArrayList<>();
    int left = threads;
    for (int i = 0; i < places.size() && left > 0; i++) {
      Place place = places.get(i);
      boolean last = i == places.size() - 1;
      int here = last ? left : Math.clamp(Math.round(threads * place.part()), 1, Math.max(1, left));
      left -= here;
      double part = last && places.size() == 1 ? 1 : place.part();
      addSteady(workloads, TASKS + "-" + i, place.path(), here, part, cpus);
      addBursts(workloads, TASKS + "-" + i + "-burst", place.path(), here, part, cpus);
    }
    return workloads;
  }

  private void addSteady(
      List<Workload> workloads, String name, String path, int count, double part, CpuSet cpus) {
    double perThread = demand * (1 - burstShare) * part / count;
    if (perThread <= 1e-5) {
      return;
    }
    if (regular && perThread < ALWAYS_BUSY) {
      long period = Math.round(activationNs / perThread);
      Step jobs = new Step.Periodic(name, period, 0, running(activationNs, false));
      workloads.add(
          Workload.of(name, path, count, List.of(jobs)).on(cpus).starting(0, period / count));
      return;
    }
    List<Step> steps = new ArrayList<>(running(activationNs, true));
    if (perThread < ALWAYS_BUSY) {
      long mean = Math.round(activationNs * (1 / perThread - 1));
      // Sleeping comes first, so that threads do not start together.
      steps.addFirst(new Step.Sleep(new Span.Exponential(mean)));
      long spread = Math.max(1, (mean + activationNs) / count);
      workloads.add(
          Workload.of(name, path, count, List.of(Step.Repeat.forever(steps)))
              .on(cpus)
              .starting(0, Math.min(spread, 20_000_000)));
    } else {
      workloads.add(Workload.of(name, path, count, List.of(Step.Repeat.forever(steps))).on(cpus));
    }
  }

  private void addBursts(
      List<Workload> workloads, String name, String path, int count, double part, CpuSet cpus) {
    if (burstShare <= 0) {
      return;
    }
    long period = burstIntervalNs();
    long each = Math.max(1_000, Math.round(burstNs * part / count));
    workloads.add(
        Workload.of(
                name,
                path,
                count,
                List.of(new Step.Periodic(name, period, 0, running(each, false))))
            .on(cpus));
  }

  /** Time from one burst to the next. */
  long burstIntervalNs() {
    return Math.max(1_000_000, Math.round(burstNs / (demand * burstShare)));
  }

  private List<Step> running(long cpuNs, boolean drawn) {
    long kernel = Math.round(cpuNs * kernelShare);
    long user = cpuNs - kernel;
    List<Step> steps = new ArrayList<>();
    if (user > 0) {
      steps.add(new Step.Run(span(user, drawn)));
    }
    if (kernel > 0) {
      steps.add(new Step.Kernel(span(kernel, drawn), Preemption.VOLUNTARY));
    }
    return steps;
  }

  private static Span span(long ns, boolean drawn) {
    return drawn ? new Span.Exponential(ns) : Span.ns(ns);
  }

  @Override
  public String text() {
    String steady =
        String.format(
            Locale.ROOT,
            "%d threads, %.2f CPUs, %.2f ms at a time%s",
            threads,
            demand,
            activationNs / 1e6,
            regular ? " by the clock" : "");
    return burstShare == 0
        ? steady
        : steady
            + String.format(
                Locale.ROOT,
                "; %.0f %% of it in bursts of %.0f ms CPU time every %.0f ms",
                100 * burstShare,
                burstNs / 1e6,
                burstIntervalNs() / 1e6);
  }
}
