package dev.kedge.bandwidth.sim;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.scenario.LockMode;
import dev.kedge.bandwidth.scenario.Step;
import dev.kedge.bandwidth.scenario.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns the steps of workloads into instructions and names into ids. */
final class ProgramCompiler {
  private static final int MAX_NESTING = 32;
  private static final int MAX_OPS = 1_000_000;

  private final Names locks;
  private final Names groups;
  private final Names workloads;
  private final Names operations;
  private final Names events;

  private final List<Op> ops = new ArrayList<>();
  private final Map<String, Integer> timers = new HashMap<>();
  private int registers;
  private String workload = "";

  ProgramCompiler(Names locks, Names groups, Names workloads, Names operations, Names events) {
    this.locks = locks;
    this.groups = groups;
    this.workloads = workloads;
    this.operations = operations;
    this.events = events;
  }

  /**
   * Compiles one workload.
   *
   * @throws BandwidthException when a step names what is not there, or stands where it cannot
   */
  Program compile(Workload source) {
    ops.clear();
    timers.clear();
    registers = 0;
    workload = source.name();
    if (source.kernelThread()) {
      ops.add(new Op.Enter());
    }
    steps(source.steps(), source.kernelThread(), 0);
    ops.add(new Op.Exit());
    return new Program(List.copyOf(ops), registers, source.kernelThread());
  }

  private void steps(List<Step> steps, boolean inKernel, int depth) {
    if (depth > MAX_NESTING) {
      throw fault("nests its steps deeper than " + MAX_NESTING);
    }
    for (Step step : steps) {
      if (ops.size() > MAX_OPS) {
        throw fault("has more than " + MAX_OPS + " steps");
      }
      step(step, inKernel, depth);
    }
  }

  private void step(Step step, boolean inKernel, int depth) {
    switch (step) {
      case Step.Run run -> {
        if (inKernel) {
          throw fault("runs in user mode inside a system call");
        }
        ops.add(new Op.Run(run.time()));
      }
      case Step.Syscall call -> {
        if (inKernel) {
          throw fault("makes a system call inside a system call");
        }
        ops.add(new Op.Enter());
        steps(call.steps(), true, depth + 1);
        ops.add(new Op.Leave());
      }
      case Step.Repeat repeat -> repeat(repeat, inKernel, depth);
      case Step.Periodic periodic -> periodic(periodic, inKernel, depth);
      case Step.Operation operation -> {
        int register = take(Program.SLOTS);
        int id = operations.add(operation.name());
        ops.add(new Op.Begin(register, id));
        steps(operation.steps(), inKernel, depth + 1);
        ops.add(new Op.End(register, id));
      }
      case Step.Exit _ -> ops.add(new Op.Exit());
      default -> kernelStep(step, inKernel);
    }
  }

  private void kernelStep(Step step, boolean inKernel) {
    if (!inKernel) {
      ops.add(new Op.Enter());
    }
    ops.add(kernelOp(step));
    if (!inKernel) {
      ops.add(new Op.Leave());
    }
  }

  private Op kernelOp(Step step) {
    return switch (step) {
      case Step.Kernel kernel -> new Op.Kernel(kernel.time(), kernel.preemption());
      case Step.Sleep sleep -> new Op.Sleep(sleep.time());
      case Step.WaitRelease wait ->
          new Op.Timer(timers.computeIfAbsent(wait.timer(), name -> take(1)), wait.periodNs());
      case Step.Acquire acquire ->
          new Op.Acquire(find(locks, acquire.lock()), acquire.mode() == LockMode.WRITE);
      case Step.Release release -> new Op.Release(find(locks, release.lock()));
      case Step.SynchronizeRcu _ -> new Op.SynchronizeRcu();
      case Step.Fork fork -> new Op.Fork(find(workloads, fork.workload()));
      case Step.MoveTo move -> new Op.MoveTo(find(groups, move.group()));
      case Step.SetAffinity affinity -> new Op.SetAffinity(affinity.cpus());
      case Step.Await await -> new Op.Await(events.add(await.event()));
      case Step.Signal signal -> new Op.Signal(events.add(signal.event()));
      default -> throw new IllegalStateException("not a step of kernel mode: " + step);
    };
  }

  private void repeat(Step.Repeat repeat, boolean inKernel, int depth) {
    if (repeat.times() == 0 || repeat.steps().isEmpty()) {
      return;
    }
    int register = take(1);
    ops.add(new Op.LoopStart(register, repeat.times()));
    int target = ops.size();
    steps(repeat.steps(), inKernel, depth + 1);
    ops.add(new Op.LoopEnd(register, target));
  }

  private void periodic(Step.Periodic periodic, boolean inKernel, int depth) {
    if (periodic.periodNs() <= 0) {
      throw fault("has a job with a period of " + periodic.periodNs() + " ns");
    }
    int register = take(Program.SLOTS);
    int id = operations.add(periodic.name());
    int target = ops.size();
    if (!inKernel) {
      ops.add(new Op.Enter());
    }
    ops.add(new Op.NextJob(register, periodic.periodNs(), periodic.phaseNs(), id));
    if (!inKernel) {
      ops.add(new Op.Leave());
    }
    steps(periodic.steps(), inKernel, depth + 1);
    ops.add(new Op.JobDone(register, periodic.periodNs(), id, target));
  }

  private int take(int count) {
    int first = registers;
    registers += count;
    return first;
  }

  private int find(Names names, String name) {
    return names
        .find(name)
        .orElseThrow(() -> fault("names the %s '%s', which is not there".formatted(names, name)));
  }

  private BandwidthException fault(String what) {
    return new BandwidthException("workload '%s' %s".formatted(workload, what));
  }
}
