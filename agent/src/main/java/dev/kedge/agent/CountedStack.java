package dev.kedge.agent;

import dev.kedge.linux.proc.AddressSpace;
import dev.kedge.linux.proc.Mapping;
import dev.kedge.linux.proc.TrackedProcess;
import dev.kedge.linux.unwind.StackEnd;
import java.util.Arrays;
import java.util.Optional;

/**
 * One call stack of one process as it was sampled and unwound, with the mappings as they were at
 * that moment, so that it can be placed and named later and elsewhere.
 *
 * <p>What it is does not change; {@code count} and {@code idleWindows} belong to the thread that
 * drains the rings, the other fields that change to the thread that names stacks.
 */
final class CountedStack {
  private static final int MOMENTS_KEPT = 256;

  private final int pid;
  private final String command;
  private final AddressSpace memory;
  private final long[] kernel;
  private final long[] user;
  private final Optional<Mapping>[] mappings;
  private final StackEnd end;
  private final Optional<CountedStack> waker;

  /** Samples of the window: {@link RawWindow} says how one is packed. */
  private long[] moments = new long[4];

  int count;
  int idleWindows;
  boolean named;
  int attempts;
  long stackId;
  boolean complete;

  CountedStack(
      int pid,
      String command,
      AddressSpace memory,
      long[] kernel,
      long[] user,
      Optional<Mapping>[] mappings,
      StackEnd end) {
    this(pid, command, memory, kernel, user, mappings, end, Optional.empty());
  }

  private CountedStack(
      int pid,
      String command,
      AddressSpace memory,
      long[] kernel,
      long[] user,
      Optional<Mapping>[] mappings,
      StackEnd end,
      Optional<CountedStack> waker) {
    this.pid = pid;
    this.command = command;
    this.memory = memory;
    this.kernel = kernel;
    this.user = user;
    this.mappings = mappings;
    this.end = end;
    this.waker = waker;
  }

  /** A process of which no stack was seen. */
  static CountedStack unseen(TrackedProcess process) {
    @SuppressWarnings({"unchecked", "rawtypes"})
    Optional<Mapping>[] none = new Optional[0];
    return new CountedStack(
        process.pid(),
        process.comm(),
        process.memory(),
        new long[0],
        new long[0],
        none,
        StackEnd.COMPLETE);
  }

  /** The same stack, where a thread waited until another woke it. */
  CountedStack wokenBy(CountedStack other) {
    return new CountedStack(pid, command, memory, kernel, user, mappings, end, Optional.of(other));
  }

  /** Whether it is of a thread that waited in this stack, and of a waker that still is the same. */
  boolean isChainOf(CountedStack waited, TrackedProcess by) {
    return stillDescribes(waited.pid, waited.command, waited.memory)
        && waker.isPresent()
        && waker.get().stillDescribes(by.pid(), by.comm(), by.memory());
  }

  /** Whether the process still is what it was when the stack was first seen. */
  boolean stillDescribes(int otherPid, String otherCommand, AddressSpace otherMemory) {
    return pid == otherPid && memory == otherMemory && command.equals(otherCommand);
  }

  /** Adds a sample. */
  void count(long moment) {
    if (count == moments.length) {
      moments = Arrays.copyOf(moments, 2 * count);
    }
    moments[count++] = moment;
  }

  /** Thread of the newest sample; there must be one. */
  int lastThread() {
    return RawWindow.tid(moments[count - 1]);
  }

  /** Hands over the samples of the window and begins at zero. */
  long[] takeMoments() {
    long[] taken = Arrays.copyOf(moments, count);
    if (count > MOMENTS_KEPT) {
      moments = new long[4];
    }
    count = 0;
    return taken;
  }

  int pid() {
    return pid;
  }

  String command() {
    return command;
  }

  /** Whether there is anything to name. */
  boolean isSeen() {
    return kernel.length + user.length > 0;
  }

  /** How many frames it holds. */
  int frames() {
    return kernel.length + user.length + 1 + waker.map(CountedStack::frames).orElse(0);
  }

  /** Kernel addresses, innermost first. */
  int kernelFrames() {
    return kernel.length;
  }

  long kernelAddress(int index) {
    return kernel[index];
  }

  /** User addresses, innermost first. */
  int userFrames() {
    return user.length;
  }

  long userAddress(int index) {
    return user[index];
  }

  /** What was mapped at a user address. */
  Optional<Mapping> mapping(int index) {
    return mappings[index];
  }

  /** Who woke the thread that waited here. */
  Optional<CountedStack> waker() {
    return waker;
  }

  /** Why the user stack has no further frame. */
  StackEnd end() {
    return end;
  }
}
