package dev.kedge.bandwidth.sim;

import dev.kedge.bandwidth.CpuSet;
import dev.kedge.bandwidth.scenario.Preemption;
import org.jspecify.annotations.Nullable;

/**
 * What queues and CPUs know of a task.
 *
 * <p>A class of its own for the sake of memory: fields of a superclass come first in an object, so
 * that what every throttle touches lies together and what only programs and locks use lies behind.
 */
abstract class ScheduledTask extends Entity {
  /** It has left its queue and waits in limbo, between these two. */
  @Nullable Task limboNext;

  @Nullable Task limboPrevious;

  TaskGroup group;
  Cpu cpu;
  CpuSet cpus;
  Preemption preemption = Preemption.FULL;

  /** Its place in the one tree of a CPU where the kernel keeps one (7.3), elsewhere itself. */
  final Entity flat;

  /** CPU time still to use before the next step. */
  long burst;

  /** When it last stopped running, for the choice of what to migrate. */
  long lastRan;

  long cpuNs;
  long userNs;

  /** At the return to user mode it has to see whether its group is throttled. */
  boolean workPending;

  boolean inLimbo;
  boolean inKernel;

  /** Exiting tasks and kernel threads never return to user mode. */
  boolean exiting;

  final boolean kernelThread;

  ScheduledTask(TaskGroup group, CpuSet cpus, Cpu cpu, boolean kernelThread, boolean inTree) {
    super(NICE_0_WEIGHT);
    this.group = group;
    this.cpus = cpus;
    this.cpu = cpu;
    this.kernelThread = kernelThread;
    this.flat = inTree ? new FlatEntity((Task) this) : this;
  }
}
