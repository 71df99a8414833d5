package dev.kedge.bandwidth.sim;

import dev.kedge.bandwidth.CpuSet;
import org.jspecify.annotations.Nullable;

/** One task: its place in the scheduler, and how far it has come in its program. */
final class Task extends ScheduledTask {
  enum State {
    RUNNABLE,
    ASLEEP,
    WAITING_FOR_LOCK,
    EXITED
  }

  final int id;
  final String name;
  final Program program;

  /** Its timer in the event queue. */
  final int source;

  /** State of each loop, timer and job of the program. */
  final long[] registers;

  State state = State.ASLEEP;

  boolean killed;
  int counter;

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

  long steps;
  long stepsAt;

  Task(
      int id,
      String name,
      Program program,
      TaskGroup group,
      CpuSet cpus,
      Cpu cpu,
      int source,
      boolean inTree) {
    super(group, cpus, cpu, program.kernelThread(), inTree);
    this.id = id;
    this.name = name;
    this.program = program;
    this.source = source;
    this.registers = new long[program.registers()];
  }
}
