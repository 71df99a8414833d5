package dev.kedge.bandwidth.sim;

import dev.kedge.bandwidth.CpuSet;
import dev.kedge.bandwidth.scenario.Preemption;
import org.jspecify.annotations.Nullable;

/** One task: its place in the scheduler, and how far it has come in its program. */
final class Task extends Entity {
  enum State {
    RUNNABLE,
    ASLEEP,
    WAITING_FOR_LOCK,
    EXITED
  }

  final int id;
  final String name;
  final Program program;

  /** Its place in the one tree of a CPU, where the kernel keeps one (7.3). */
  final FlatEntity flat;

  /** Its timer in the event queue. */
  final int source;

  /** State of each loop, timer and job of the program. */
  final long[] registers;

  TaskGroup group;
  CpuSet cpus;
  Cpu cpu;
  State state = State.ASLEEP;

  /** At the return to user mode it has to see whether its group is throttled. */
  boolean workPending;

  /** It has left its queue and waits in limbo. */
  boolean inLimbo;

  @Nullable Task limboNext;
  @Nullable Task limboPrevious;

  /** Exiting tasks and kernel threads never return to user mode. */
  boolean exiting;

  final boolean kernelThread;
  boolean killed;
  int counter;

  /** CPU time still to use before the next step. */
  long burst;

  boolean inKernel;
  Preemption preemption = Preemption.FULL;
  int rcuDepth;
  long rcuSequence;
  @Nullable Task rcuNext;
  @Nullable Task rcuPrevious;

  /** The lock it waits for; what it was granted while it slept. */
  @Nullable LockState waitingFor;

  boolean lockGranted;
  boolean waitingToWrite;
  long waitingSince;
  long lockedSince;
  long blockedNs;
  long longestHoldNs;

  /** When it was first woken. */
  long startedAt;

  long cpuNs;
  long userNs;

  /** When it last stopped running, for the choice of what to migrate. */
  long lastRan;

  long steps;
  long stepsAt;

  Task(int id, String name, Program program, TaskGroup group, CpuSet cpus, Cpu cpu, int source) {
    super(NICE_0_WEIGHT);
    this.id = id;
    this.name = name;
    this.program = program;
    this.kernelThread = program.kernelThread();
    this.group = group;
    this.cpus = cpus;
    this.cpu = cpu;
    this.source = source;
    this.registers = new long[program.registers()];
    this.flat = new FlatEntity(this);
  }
}
