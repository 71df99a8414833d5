package dev.kedge.agent;

import dev.kedge.linux.generated.Runtimes;
import dev.kedge.linux.perf.PerfSample;
import dev.kedge.linux.proc.AddressSpace;
import dev.kedge.linux.proc.MappedFile;
import dev.kedge.linux.proc.Mapping;
import dev.kedge.linux.proc.ProcessTable;
import dev.kedge.linux.proc.TrackedProcess;
import dev.kedge.linux.runtime.FrameTag;
import dev.kedge.linux.unwind.StackUnwinder;
import dev.kedge.linux.unwind.UserStack;
import java.util.Optional;

/**
 * Unwinds samples, and copies their stacks with what is needed to name them later. One thread at a
 * time.
 */
final class StackReader {
  private final ProcessTable processes;
  private final StackUnwinder unwinder;
  private final Runtimes runtimes;

  StackReader(ProcessTable processes, StackUnwinder unwinder, Runtimes runtimes) {
    this.processes = processes;
    this.unwinder = unwinder;
    this.runtimes = runtimes;
  }

  /** All processes, by what the kernel says of them. */
  ProcessTable processes() {
    return processes;
  }

  /** The user side of a sample; valid until the next one is unwound. */
  UserStack unwind(PerfSample sample, TrackedProcess process) {
    return unwinder.unwind(sample, process);
  }

  /** A number that is the same for the same stack of the same process. */
  static long key(PerfSample sample, UserStack user) {
    long hash = sample.pid() * 0x9E3779B97F4A7C15L + user.end().name().hashCode();
    for (int i = 0; i < sample.kernelFrames(); i++) {
      hash = mix(hash ^ sample.kernelFrame(i));
    }
    hash = mix(hash + sample.kernelFrames());
    for (int i = 0; i < user.count(); i++) {
      hash = mix(hash ^ user.frame(i));
    }
    return hash;
  }

  /** Spreads the bits of a number. */
  static long mix(long value) {
    long h = value * 0xff51afd7ed558ccdL;
    return h ^ (h >>> 32);
  }

  /** The stack with the mappings its addresses lie in now. */
  CountedStack copy(PerfSample sample, UserStack unwound, TrackedProcess process) {
    long[] kernel = new long[sample.kernelFrames()];
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = sample.kernelFrame(i);
    }
    long[] user = new long[unwound.count()];
    @SuppressWarnings({"unchecked", "rawtypes"})
    Optional<Mapping>[] mappings = new Optional[user.length];
    for (int i = 0; i < user.length; i++) {
      user[i] = unwound.frame(i);
      boolean code = FrameTag.tag(user[i]) == 0;
      mappings[i] =
          code ? processes.locate(process.pid(), user[i], sample.timeNanos()) : Optional.empty();
      if (!code || generated(mappings[i])) {
        runtimes.want(process, user[i], i == 0);
      }
    }
    // Looking an address up may have read the maps again: take the memory as it is now.
    AddressSpace memory = process.memory();
    return new CountedStack(
        process.pid(), process.comm(), memory, kernel, user, mappings, unwound.end());
  }

  private static boolean generated(Optional<Mapping> mapping) {
    return mapping.isPresent() && mapping.get().file().kind() == MappedFile.Kind.ANONYMOUS;
  }
}
