package dev.kedge.bandwidth.scenario;

import java.util.List;

/**
 * Tells loops that turn for ever at one moment of simulated time, which would never end a run.
 * Every reader of scenarios from outside has to refuse them.
 */
public final class LoopTime {
  private static final long MAX_TIMELESS_TURNS = 1_000;

  private LoopTime() {}

  /** True when the loop turns often and none of its steps can take time. */
  public static boolean stands(Step.Repeat loop) {
    boolean many = loop.times() == Step.Repeat.FOREVER || loop.times() > MAX_TIMELESS_TURNS;
    return many && noneTakesTime(loop.steps());
  }

  private static boolean noneTakesTime(List<Step> steps) {
    return steps.stream().noneMatch(LoopTime::takesTime);
  }

  private static boolean takesTime(Step step) {
    return switch (step) {
      case Step.Run run -> longest(run.time()) > 0;
      case Step.Kernel kernel -> longest(kernel.time()) > 0;
      case Step.Sleep sleep -> longest(sleep.time()) > 0;
      case Step.WaitRelease _, Step.SynchronizeRcu _, Step.Await _, Step.Periodic _, Step.Exit _ ->
          true;
      case Step.Syscall call -> !noneTakesTime(call.steps());
      case Step.Operation timed -> !noneTakesTime(timed.steps());
      case Step.Repeat loop -> loop.times() != 0 && !noneTakesTime(loop.steps());
      case Step.Acquire _,
          Step.Release _,
          Step.Fork _,
          Step.MoveTo _,
          Step.SetAffinity _,
          Step.Signal _ ->
          false;
    };
  }

  private static long longest(Span span) {
    return switch (span) {
      case Span.Fixed fixed -> fixed.ns();
      case Span.Uniform uniform -> uniform.maxNs();
      case Span.Exponential exponential -> exponential.meanNs();
    };
  }
}
