package dev.kedge.bandwidth.scenario.file;

import dev.kedge.bandwidth.CpuSet;
import dev.kedge.bandwidth.scenario.LockMode;
import dev.kedge.bandwidth.scenario.Preemption;
import dev.kedge.bandwidth.scenario.Span;
import dev.kedge.bandwidth.scenario.Step;
import dev.kedge.bandwidth.scenario.document.TimeText;
import java.util.List;

/** Writes steps in the form {@link StepReader} reads. */
final class StepWriter {
  private final YamlText yaml;
  private final String workload;

  StepWriter(YamlText yaml, String workload) {
    this.yaml = yaml;
    this.workload = workload;
  }

  void steps(int indent, List<Step> steps) {
    for (Step step : steps) {
      if (step.equals(StepReader.HOG)) {
        yaml.item(indent, "hog");
        continue;
      }
      switch (step) {
        case Step.Syscall call -> block(indent, "syscall", call.steps());
        case Step.Repeat loop ->
            block(
                indent,
                loop.times() == Step.Repeat.FOREVER ? "forever" : "repeat " + loop.times(),
                loop.steps());
        case Step.Periodic job -> block(indent, every(job), job.steps());
        case Step.Operation timed ->
            block(indent, "operation " + Words.quote(timed.name()), timed.steps());
        default -> yaml.item(indent, simple(step));
      }
    }
  }

  private void block(int indent, String head, List<Step> steps) {
    yaml.itemKey(indent, head);
    steps(indent + 4, steps);
  }

  private String every(Step.Periodic job) {
    return "every "
        + TimeText.exact(job.periodNs())
        + (job.phaseNs() == 0 ? "" : " phase " + TimeText.exact(job.phaseNs()))
        + (job.name().equals(workload) ? "" : " as " + Words.quote(job.name()));
  }

  private static String simple(Step step) {
    return switch (step) {
      case Step.Run run -> "run " + span(run.time());
      case Step.Kernel kernel -> "kernel " + span(kernel.time()) + preemption(kernel.preemption());
      case Step.Sleep sleep -> "sleep " + span(sleep.time());
      case Step.WaitRelease wait ->
          "timer " + Words.quote(wait.timer()) + " " + TimeText.exact(wait.periodNs());
      case Step.Acquire acquire ->
          "acquire "
              + Words.quote(acquire.lock())
              + (acquire.mode() == LockMode.READ ? " read" : " write");
      case Step.Release release -> "release " + Words.quote(release.lock());
      case Step.SynchronizeRcu _ -> "synchronize_rcu";
      case Step.Fork fork -> "fork " + Words.quote(fork.workload());
      case Step.MoveTo move -> "move " + Words.quote(move.group());
      case Step.SetAffinity affinity -> "affinity " + cpus(affinity.cpus());
      case Step.Await await -> "await " + Words.quote(await.event());
      case Step.Signal signal -> "signal " + Words.quote(signal.event());
      case Step.Exit _ -> "exit";
      case Step.Syscall _, Step.Repeat _, Step.Periodic _, Step.Operation _ ->
          throw new IllegalArgumentException("a block: " + step);
    };
  }

  private static String preemption(Preemption preemption) {
    return switch (preemption) {
      case DISABLED -> " no-preempt";
      case FULL -> "";
      case VOLUNTARY -> " cond_resched";
    };
  }

  static String cpus(CpuSet cpus) {
    return cpus.isAll() ? "all" : cpus.toString();
  }

  private static String span(Span span) {
    return switch (span) {
      case Span.Fixed fixed -> TimeText.exact(fixed.ns());
      case Span.Exponential exponential -> "exponential " + TimeText.exact(exponential.meanNs());
      case Span.Uniform uniform ->
          "uniform " + TimeText.exact(uniform.minNs()) + " " + TimeText.exact(uniform.maxNs());
    };
  }
}
