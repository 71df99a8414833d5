package dev.kedge.bandwidth.whatif;

import dev.kedge.bandwidth.Band;
import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.CpuSet;
import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.host.Counter;
import dev.kedge.bandwidth.host.GroupSnapshot;
import dev.kedge.bandwidth.host.HostSnapshot;
import dev.kedge.bandwidth.host.SwitchRecording;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The work behind the answer for one group. */
final class Study {
  private static final List<Character> MECHANISMS = List.of('A', 'B', 'C', 'D');

  /** Throttled in no more of the periods than this, a group gets what it asks for. */
  private static final double FREE = 0.05;

  private final HostSnapshot host;
  private final GroupTree tree;
  private final GroupSnapshot group;
  private final Question question;
  private final Effort effort;
  private final Consumer<String> progress;
  private final List<String> notes = new ArrayList<>();
  private final Trials trials;
  private final GroupLoad load;
  private final HostCase today;
  private final List<GroupSnapshot> chain;
  private final List<Demand> demands;
  private final Confidence confidence;
  private final Ensemble ensemble;

  Study(
      HostSnapshot host,
      GroupTree tree,
      GroupSnapshot group,
      Question question,
      Effort effort,
      Optional<SwitchRecording> recorded,
      Consumer<String> progress) {
    this.host = host;
    this.tree = tree;
    this.group = group;
    this.question = question;
    this.effort = effort;
    this.progress = progress;
    this.load = LoadEstimate.of(host, group, tree.subtree(group));
    this.trials = new Trials(load.variation().isPresent() ? host.stepNs() : 0);
    this.chain = tree.chain(group);
    this.today = new CaseCutter(host, tree).cut(group, load, effort.cpus(), notes);
    Calibration.Fit fit = fit(recorded);
    this.demands = fit.demands();
    notes.addAll(fit.notes());
    this.confidence =
        recorded.isPresent() ? fit.confidence() : fit.confidence().and(load.confidence());
    this.ensemble = new Ensemble(trials, demands, effort, question.seed());
  }

  private Calibration.Fit fit(Optional<SwitchRecording> recorded) {
    List<Shape> shapes = Shapes.of(load, group.limit(), today.machine().cpus(), effort);
    if (recorded.isEmpty() && Shapes.alwaysBusy(load)) {
      return new Calibration.Fit(
          List.copyOf(shapes),
          Confidence.LOW,
          List.of(
              "its threads never slept: how much more than the limit they want cannot be known"
                  + " before they get more; the bands reach from a backlog to endless work"));
    }
    Calibration calibration = new Calibration(trials, question.seed());
    List<Calibration.MeasuredShare> shares = new ArrayList<>();
    for (GroupSnapshot level : chain) {
      long periods = level.growth().orZero(Counter.PERIODS);
      LoadEstimate.throttledShare(level)
          .ifPresent(
              share -> shares.add(new Calibration.MeasuredShare(level.path(), share, periods)));
    }
    return recorded.isPresent()
        ? calibration.fit(today, load, shares, List.of(replayed(recorded.get())), false)
        : calibration.fit(today, load, shares, shapes, effort.thorough());
  }

  private Recording replayed(SwitchRecording recording) {
    notes.add(
        "%d switches over %.1f s were read, %d lines were of no use, %d events lost, %d out of order"
            .formatted(
                recording.switches(),
                recording.spanNs() / 1e9,
                recording.otherLines(),
                recording.lostEvents(),
                recording.disordered()));
    if (!recording.wakeups()) {
      notes.add(
          "wakeups were not recorded: what a woken thread waited for its CPU counts as sleep;"
              + " record sched:sched_wakeup too");
    }
    int left = recording.threads().size() - Recording.MAX_THREADS;
    if (left > 0 || recording.droppedTurns() > 0) {
      notes.add(
          "%d less busy threads and %d turns are not replayed"
              .formatted(Math.max(0, left), recording.droppedTurns()));
    }
    return new Recording(recording.threads(), load.kernelShare());
  }

  GroupAnswer answer() {
    List<Trial> now = ensemble.runs(today);
    List<Option> options = new ArrayList<>();
    options.add(option("as it is", text(today.limit()), true, now));
    addOptions(options, now);
    List<KernelOutcome> kernels = effort.thorough() ? kernels(now) : List.of();
    List<Level> levels = Levels.of(host, tree, chain, now);
    return new GroupAnswer(
        group.path(),
        group.limit().cpuMax(),
        alert(levels, now),
        levels,
        load,
        demands.stream().map(Demand::text).toList(),
        confidence,
        options,
        kernels,
        notes,
        trials.runs());
  }

  private Alert alert(List<Level> levels, List<Trial> now) {
    double share = levels.stream().mapToDouble(Levels::share).max().orElse(0);
    double lost = lost(Band.of(now, Trial::waiting).median());
    Band kernelPause = Band.of(now, run -> run.longestKernelPauseNs() / 1e6);
    return AlertRules.of(
        host.kernel(),
        share,
        lost,
        load.usage(),
        group.growth().orZero(Counter.THROTTLED) / (double) host.intervalNs(),
        load.kernelShare() > 0 ? kernelPause.median() : 0);
  }

  /**
   * Threads that waited because of throttling. They also wait for CPUs others use; a throttled CPU
   * holds up no more than its part of them.
   */
  private double lost(double simulated) {
    double waiting = load.waiting().orElse(simulated);
    double throttled = 0;
    for (GroupSnapshot level : chain) {
      throttled += level.growth().orZero(Counter.THROTTLED) / (double) host.intervalNs();
    }
    double perCpu = Math.max(1.0, (double) load.threads() / Math.min(load.threads(), host.cpus()));
    boolean counted = chain.stream().anyMatch(level -> level.growth().has(Counter.THROTTLED));
    if (counted && waiting > 1.5 * throttled * perCpu + 0.05) {
      notes.add(
          "its threads wait %.2f s per second, most of it for CPUs and not for quota"
              .formatted(waiting));
    }
    return counted ? Math.min(waiting, throttled * perCpu) : waiting;
  }

  private void addOptions(List<Option> options, List<Trial> now) {
    if (!question.change().isNone()) {
      CpuLimit asked = question.change().of(today.limit());
      options.add(option("asked for", text(asked), true, ensemble.runs(today.withLimit(asked))));
    }
    if (!group.limit().limited()) {
      chain.stream()
          .filter(level -> level.limit().limited())
          .reduce((above, below) -> below)
          .ifPresent(level ->
              notes.add(
                  "the group has no limit of its own; for settings ask about %s, which has"
                      .formatted(level.path())));
      return;
    }
    LimitSearch search = new LimitSearch(ensemble, question.target(), effort);
    progress.accept("the smallest quota");
    addQuota(options, search, now);
    if (!effort.thorough()) {
      return;
    }
    progress.accept("the smallest burst");
    options.add(found("smallest burst", search.burst(today), now));
    progress.accept("other settings");
    addPeriod(options);
    CpuLimit twice =
        new CpuLimit(
            2 * today.limit().quotaUs(), today.limit().periodUs(), today.limit().burstUs());
    options.add(option("twice the quota", text(twice), true, runs(twice)));
    addCpuset(options);
  }

  private void addQuota(List<Option> options, LimitSearch search, List<Trial> now) {
    Optional<CpuLimit> quota = search.quota(today, load.usage());
    options.add(found("smallest quota", quota, now));
    if (quota.isEmpty() && today.hasOtherLimits()) {
      HostCase alone = today.withoutOtherLimits();
      Optional<CpuLimit> enough = search.quota(alone, load.usage());
      if (enough.isPresent()) {
        List<Trial> runs = ensemble.runs(alone.withLimit(enough.get()));
        options.add(option("quota, others lifted", text(enough.get()), true, runs));
        notes.add("its own quota alone cannot do it: limits above or below it must be raised too");
      }
    }
  }

  private void addPeriod(List<Option> options) {
    CpuLimit now = today.limit();
    long period = Math.max(now.periodUs() / 5, CpuLimit.MIN_PERIOD_US);
    long quota = Math.round(now.cpus() * period);
    if (quota >= CpuLimit.MIN_QUOTA_US && period < now.periodUs()) {
      CpuLimit shorter = CpuLimit.of(quota, period);
      options.add(option("a fifth of the period", text(shorter), true, runs(shorter)));
    }
  }

  private void addCpuset(List<Option> options) {
    int cpus = Math.min((int) Math.ceil(today.limit().cpus()), today.machine().cpus());
    CpuSet set = CpuSet.parse(cpus == 1 ? "0" : "0-" + (cpus - 1));
    HostCase confined = today.withLimit(CpuLimit.NONE).withCpus(set);
    options.add(
        option(
            "a cpuset instead",
            cpus == 1 ? "1 CPU, no quota" : cpus + " CPUs, no quota",
            true,
            ensemble.runs(confined)));
    notes.add("in the cpuset no other load is kept off its CPUs");
  }

  private List<Trial> runs(CpuLimit limit) {
    return ensemble.runs(today.withLimit(limit));
  }

  private Option found(String name, Optional<CpuLimit> limit, List<Trial> now) {
    return limit.isPresent()
        ? option(name, text(limit.get()), true, runs(limit.get()))
        : option(name, "none is enough", false, now);
  }

  /**
   * The loads give back what today's limit lets through, and may be short of what it holds back:
   * where nothing holds the group back any more, up to its estimated demand is possible.
   */
  private Option option(String name, String setting, boolean possible, List<Trial> runs) {
    Band throttled = Band.of(runs, Trial::throttledShare);
    Band usage = Band.of(runs, Trial::usage);
    Band waiting = Band.of(runs, Trial::waiting);
    boolean free = throttled.high() <= FREE && waiting.high() <= load.demand();
    return new Option(
        name,
        setting,
        possible,
        possible && Ensemble.met(runs, question.target()),
        throttled,
        possible && free ? usage.reaching(load.demand()) : usage,
        waiting,
        Band.of(runs, run -> run.latencyNs(0.5) / 1e6),
        Band.of(runs, run -> run.latencyNs(0.99) / 1e6),
        Band.of(runs, run -> run.longestPauseNs() / 1e6));
  }

  private static String text(CpuLimit limit) {
    return limit.burstUs() > 0 ? limit.cpuMax() + ", burst " + limit.burstUs() : limit.cpuMax();
  }

  private List<KernelOutcome> kernels(List<Trial> now) {
    List<Kernel> kernels = new ArrayList<>();
    kernels.add(host.kernel());
    if (question.kernels().isEmpty()) {
      MECHANISMS.stream()
          .map(Kernel::mechanism)
          .filter(kernel -> kernel.mechanism() != host.kernel().mechanism())
          .forEach(kernels::add);
    } else {
      kernels.addAll(question.kernels());
    }
    List<KernelOutcome> outcomes = new ArrayList<>();
    for (int i = 0; i < kernels.size(); i++) {
      Kernel kernel = kernels.get(i);
      progress.accept("kernel " + KernelOutcome.title(kernel));
      List<Trial> runs = i == 0 ? now : ensemble.runs(today.withKernel(kernel));
      outcomes.add(outcome(kernel, i == 0, runs));
    }
    return outcomes;
  }

  private KernelOutcome outcome(Kernel kernel, boolean current, List<Trial> runs) {
    return new KernelOutcome(
        kernel.name(),
        kernel.mechanism().letter(),
        current,
        Band.of(runs, Trial::throttledShare),
        Band.of(runs, run -> run.latencyNs(0.99) / 1e6),
        Band.of(runs, run -> run.longestPauseNs() / 1e6),
        Band.of(runs, run -> run.longestKernelPauseNs() / 1e6),
        Band.of(runs, Trial::throttledCpus),
        UnthrottleTime.of(kernel, host.cpus(), tree.subtree(group).size(), load.threads()),
        KernelRemarks.of(host.kernel(), kernel, escapes()));
  }

  /** A limit above a group without one in which two threads or more run. */
  private boolean escapes() {
    return group.limit().limited()
        && tree.subtree(group).stream()
            .anyMatch(below ->
                !below.path().equals(group.path())
                    && !below.limit().limited()
                    && (below.threads().measured()
                            ? below.threads().active()
                            : below.threads().count())
                        >= 2);
  }
}
