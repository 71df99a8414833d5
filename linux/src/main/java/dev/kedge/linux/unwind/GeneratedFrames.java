package dev.kedge.linux.unwind;

import dev.kedge.linux.perf.PerfSample;
import dev.kedge.linux.proc.TrackedProcess;
import dev.kedge.linux.runtime.CodeRegions;

/**
 * From a frame in code of HotSpot to its caller (frame::sender, src/hotspot/cpu/x86/frame_x86.cpp).
 * Compiled code has frames of fixed size; interpreted methods have frame pointers, and their {@code
 * Method} in a slot; stubs have either a frame pointer or nothing but the return address. Where an
 * interrupted place may lie before or behind the making of its frame, what looks like a return
 * address decides. Makes no garbage; results are in the fields.
 */
final class GeneratedFrames {
  /** Distances from the frame pointer, in bytes (frame_x86.hpp, frame_aarch64.hpp). */
  private static final int SENDER_SP = -8;

  private static final int METHOD = -24;
  private static final int MAX_ARGUMENTS = 1 << 20;

  /** What a step has led to. */
  enum Outcome {
    MOVED,
    TRUNCATED,
    LOST
  }

  /** The caller. */
  long pc;

  long sp;
  long fp;

  /** {@code Method} of the frame itself when it was an interpreted one, else zero. */
  long method;

  private long copyStart;
  private boolean failed;

  /**
   * A step.
   *
   * @param at the region the frame's code lies in
   * @param exact whether the place was interrupted, and is not where a call returns to
   */
  Outcome step(
      CodeRegions regions,
      int at,
      PerfSample sample,
      TrackedProcess process,
      long startOfCopy,
      boolean exact) {
    copyStart = startOfCopy;
    failed = false;
    method = 0;
    return switch (regions.kind(at)) {
      case SIZED -> sized(regions, at, sample, process, exact);
      case INTERPRETER -> interpreted(sample, process, exact);
      case STUB -> stub(sample, process, exact);
      case CONTINUATION -> {
        if (exact || regions.continuationReturn() == 0) {
          yield stub(sample, process, exact);
        }
        // The frames below are in the heap; on the stack their mounting frame follows.
        pc = regions.continuationReturn();
        yield Outcome.MOVED;
      }
    };
  }

  private Outcome sized(
      CodeRegions regions, int at, PerfSample sample, TrackedProcess process, boolean exact) {
    long inCode = pc - regions.start(at);
    boolean frameMade = !exact || inCode >= Math.max(0, regions.complete(at));
    int bytes = regions.frameBytes(at);
    if (frameMade) {
      long caller = read(sample, sp + bytes - 8);
      long saved = bytes < 16 ? fp : read(sample, sp + bytes - 16);
      if (failed && !exact) {
        return outside(sample);
      }
      if (!failed && isCode(process, caller)) {
        pc = caller;
        sp += bytes;
        fp = saved;
        return Outcome.MOVED;
      }
    }
    return exact ? withoutFrame(sample, process) : Outcome.LOST;
  }

  /**
   * At the edge of a function: the return address is on top, or the saved frame pointer over it.
   */
  private Outcome withoutFrame(PerfSample sample, TrackedProcess process) {
    failed = false;
    long top = read(sample, sp);
    long second = read(sample, sp + 8);
    if (failed) {
      return outside(sample);
    }
    if (isCode(process, top)) {
      pc = top;
      sp += 8;
      return Outcome.MOVED;
    }
    if (isCode(process, second)) {
      pc = second;
      fp = top;
      sp += 16;
      return Outcome.MOVED;
    }
    return Outcome.LOST;
  }

  private Outcome interpreted(PerfSample sample, TrackedProcess process, boolean exact) {
    if (plausible()) {
      long caller = read(sample, fp + 8);
      long saved = read(sample, fp);
      long sender = read(sample, fp + SENDER_SP);
      long slot = read(sample, fp + METHOD);
      if (failed && !exact) {
        return outside(sample);
      }
      boolean frame =
          !failed
              && isCode(process, caller)
              && sender - fp >= 16
              && sender - fp < MAX_ARGUMENTS
              && slot != 0
              && (slot & 7) == 0
              && slot >>> 48 == 0;
      if (frame) {
        method = slot;
        pc = caller;
        sp = sender;
        fp = saved;
        return Outcome.MOVED;
      }
    }
    return exact ? withoutFrame(sample, process) : Outcome.LOST;
  }

  private Outcome stub(PerfSample sample, TrackedProcess process, boolean exact) {
    if (exact) {
      long top = read(sample, sp);
      if (!failed && isCode(process, top)) {
        pc = top;
        sp += 8;
        return Outcome.MOVED;
      }
    }
    failed = false;
    if (!plausible()) {
      return Outcome.LOST;
    }
    long saved = read(sample, fp);
    long caller = read(sample, fp + 8);
    if (failed) {
      return outside(sample);
    }
    if (!isCode(process, caller)) {
      return Outcome.LOST;
    }
    pc = caller;
    sp = fp + 16;
    fp = saved;
    return Outcome.MOVED;
  }

  private boolean plausible() {
    return (fp & 7) == 0 && Long.compareUnsigned(fp, sp) >= 0;
  }

  private static boolean isCode(TrackedProcess process, long address) {
    return address != 0 && process.memory().find(address - 1).isPresent();
  }

  private long read(PerfSample sample, long address) {
    long offset = address - copyStart;
    if (offset < 0 || offset > sample.stackBytes() - 8) {
      failed = true;
      return 0;
    }
    return sample.stackWord((int) offset);
  }

  private static Outcome outside(PerfSample sample) {
    return sample.stackWhole() ? Outcome.LOST : Outcome.TRUNCATED;
  }
}
