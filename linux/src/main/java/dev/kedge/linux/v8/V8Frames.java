package dev.kedge.linux.v8;

import dev.kedge.linux.perf.PerfSample;
import dev.kedge.linux.runtime.ForeignMemoryException;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongHashSet;

/**
 * The function of a frame of the interpreter, or of baseline code, whose frames are the same
 * (src/execution/frame-constants.h). A frame holds the closure and the bytecode it runs. Closures
 * are young and move, bytecode is old and stays: what is learned is which function some bytecode is
 * of, and that is believed only where that function has that very bytecode. Baseline frames also
 * hold the feedback vector, which is as old as the bytecode and leads to the function when the
 * closure is gone. What was learned is looked at again after some time, for then the places may be
 * those of other objects.
 *
 * <p>Foreign memory is read for bytecode that is not known, a few objects for each, and for a few
 * frames of a sample at most. One thread at a time; makes no garbage.
 */
public final class V8Frames {
  private static final int MAX_KNOWN = 16_384;
  private static final int MAX_FAILED = 4_096;
  private static final int MAX_READ = 16;
  private static final int MAX_MOVES = 2;
  private static final long KEEP_NANOS = 30_000_000_000L;
  private static final long FAILED_NANOS = 1_000_000_000L;
  private static final int WORD = 8;

  /** Places below the bytecode that may hold the feedback vector, by release. */
  private static final int VECTOR_PLACES = 2;

  /** A feedback vector has its function among its first words (src/objects/feedback-vector.tq). */
  private static final int VECTOR_HEAD = 6 * WORD;

  private final V8Heap heap;

  /** Functions by their bytecode. */
  private final Long2LongHashMap known = new Long2LongHashMap(0);

  /** Bytecode whose function was looked at lately. */
  private final LongHashSet confirmed = new LongHashSet();

  /** Hashes of closures and bytecode that did not match. */
  private final LongHashSet failed = new LongHashSet();

  private long knownSinceNanos = Long.MIN_VALUE;
  private long failedSinceNanos = Long.MIN_VALUE;
  private long sampleNanos = Long.MIN_VALUE;
  private int read;

  V8Frames(V8Heap heap) {
    this.heap = heap;
  }

  /**
   * The {@code SharedFunctionInfo} of a frame.
   *
   * @param sample the sample
   * @param copyStart address of the first byte of its copy of the stack
   * @param frame where the frame pointer points
   * @return zero when none is believed
   */
  public long function(PerfSample sample, long copyStart, long frame) {
    V8Layout layout = heap.layout();
    long context = word(sample, copyStart, frame + layout.get(V8Constant.CONTEXT));
    long closure = word(sample, copyStart, frame + layout.get(V8Constant.FUNCTION));
    long bytecode = word(sample, copyStart, frame + layout.get(V8Constant.BYTECODE));
    if (!V8Heap.mayBeObject(context)
        || !V8Heap.mayBeObject(closure)
        || !V8Heap.mayBeObject(bytecode)) {
      return 0;
    }
    age(sample.timeNanos());
    long function = known.get(bytecode);
    if (function != 0 && (confirmed.contains(bytecode) || confirm(function, bytecode))) {
      return function;
    }
    return learn(sample, copyStart, frame, closure, bytecode);
  }

  private static long word(PerfSample sample, long copyStart, long address) {
    long offset = address - copyStart;
    return offset < 0 || offset > sample.stackBytes() - WORD ? 0 : sample.stackWord((int) offset);
  }

  private void age(long nowNanos) {
    if (nowNanos != sampleNanos) {
      sampleNanos = nowNanos;
      read = 0;
    }
    if (knownSinceNanos == Long.MIN_VALUE || nowNanos - knownSinceNanos > KEEP_NANOS) {
      knownSinceNanos = nowNanos;
      confirmed.clear();
      heap.forgetTypes();
    }
    if (failedSinceNanos == Long.MIN_VALUE || nowNanos - failedSinceNanos > FAILED_NANOS) {
      failedSinceNanos = nowNanos;
      failed.clear();
    }
  }

  /** Whether another frame of this sample may cost reading; what was read before it is dropped. */
  private boolean mayRead() {
    if (read == MAX_READ) {
      return false;
    }
    if (read++ == 0) {
      heap.memory().forget();
    }
    return true;
  }

  /** Whether a function learned some time ago still has the bytecode. */
  private boolean confirm(long function, long bytecode) {
    if (!mayRead()) {
      return false;
    }
    if (!leads(function, bytecode)) {
      known.remove(bytecode);
      return false;
    }
    confirmed.add(bytecode);
    return true;
  }

  private long learn(PerfSample sample, long copyStart, long frame, long closure, long bytecode) {
    long pair = closure * 0x9E3779B97F4A7C15L ^ bytecode;
    if (failed.contains(pair) || !mayRead()) {
      return 0;
    }
    long function = 0;
    if (isBytecode(bytecode)) {
      function = functionOfClosure(closure, bytecode);
      long below = frame + heap.layout().get(V8Constant.BYTECODE);
      for (int i = 1; i <= VECTOR_PLACES && function == 0; i++) {
        function = functionOfVector(word(sample, copyStart, below - (long) i * WORD), bytecode);
      }
    }
    if (function == 0) {
      if (failed.size() >= MAX_FAILED) {
        failed.clear();
      }
      failed.add(pair);
      return 0;
    }
    if (known.size() >= MAX_KNOWN) {
      known.clear();
      confirmed.clear();
    }
    known.put(bytecode, function);
    confirmed.add(bytecode);
    return function;
  }

  /** Frames of optimised code have anything in that place. */
  private boolean isBytecode(long word) {
    try {
      return heap.is(word, V8Constant.TYPE_BYTECODE);
    } catch (ForeignMemoryException e) {
      return false;
    }
  }

  /** The function of a closure, if it is that of the bytecode; else zero. */
  private long functionOfClosure(long closure, long bytecode) {
    try {
      long at = closure;
      for (int i = 0; i < MAX_MOVES; i++) {
        at = heap.moved(at);
      }
      if (!heap.layout().isFunction(heap.type(at))) {
        return 0;
      }
      long shared = heap.field(at, V8Constant.FUNCTION_SHARED);
      return leads(shared, bytecode) ? shared : 0;
    } catch (ForeignMemoryException e) {
      // No closure any more.
      return 0;
    }
  }

  /** The function a feedback vector is of, if it is that of the bytecode; else zero. */
  private long functionOfVector(long vector, long bytecode) {
    if (!V8Heap.mayBeObject(vector)) {
      return 0;
    }
    try {
      for (int offset = WORD; offset < VECTOR_HEAD; offset += WORD) {
        long shared = heap.word(vector, offset);
        if (leads(shared, bytecode)) {
          return shared;
        }
      }
    } catch (ForeignMemoryException e) {
      // No vector, but what the code has spilled there.
    }
    return 0;
  }

  /** Whether a word points to a function, and that has the bytecode. */
  private boolean leads(long shared, long bytecode) {
    try {
      if (!heap.is(shared, V8Constant.TYPE_SHARED)) {
        return false;
      }
      long data = heap.field(shared, V8Constant.SHARED_DATA);
      return data == bytecode || bytecode(data) == bytecode;
    } catch (ForeignMemoryException e) {
      return false;
    }
  }

  /** The bytecode behind baseline code, or behind the data of a copy of the interpreter's entry. */
  private long bytecode(long data) {
    long inner =
        heap.is(data, V8Constant.TYPE_CODE)
            ? heap.field(data, V8Constant.CODE_DEOPTIMIZATION)
            : data;
    return heap.is(inner, V8Constant.TYPE_INTERPRETER_DATA) ? heap.word(inner, WORD) : inner;
  }
}
