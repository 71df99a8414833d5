package dev.kedge.linux.perf;

/**
 * One sample. The object is reused for the next one: valid only during the call that hands it over.
 */
public final class PerfSample {
  /** PERF_CONTEXT_MAX: values from here to the top mark the side the next frames are on. */
  private static final long CONTEXT_MAX = -4095;

  private static final long CONTEXT_KERNEL = -128;
  private static final long CONTEXT_USER = -512;

  /** PERF_SAMPLE_REGS_ABI_64: the interrupted user code is 64 bits wide. */
  private static final long ABI_64 = 2;

  private final int maxStack;
  private EventKind kind = EventKind.CPU_CLOCK;
  private int cpu;
  private int wakee;
  private int pid;
  private int tid;
  private long timeNanos;
  private long instruction;
  private long[] kernel = new long[256];
  private long[] user = new long[256];
  private int kernelFrames;
  private int userFrames;
  private int chainFrames;
  private long[] record = new long[0];
  private boolean registersKnown;
  private int registersAt;
  private int stackAt;
  private int stackBytes;
  private boolean stackWhole;

  /**
   * A sample to be filled.
   *
   * @param maxStack frames the kernel records at most ({@code kernel.perf_event_max_stack})
   */
  PerfSample(int maxStack) {
    this.maxStack = maxStack;
  }

  /** Takes the fields of a record; false when it is malformed. */
  boolean read(long[] words, int count, RecordLayout layout) {
    return read(words, count, layout, -1);
  }

  /**
   * Takes the fields of a record with raw data of a tracepoint behind the chain; false when it is
   * malformed.
   *
   * @param wakeeAt offset in the raw data of the thread that is woken; minus one for no raw data
   */
  boolean read(long[] words, int count, RecordLayout layout, int wakeeAt) {
    int chain = layout.chainWord;
    if (chain >= count || words[chain] < 0 || words[chain] > count - chain - 1) {
      return false;
    }
    instruction = words[layout.instructionWord];
    pid = (int) words[layout.taskWord];
    tid = (int) (words[layout.taskWord] >>> 32);
    timeNanos = words[layout.timeWord];
    cpu = (int) words[layout.cpuWord];
    split(words, chain + 1, (int) words[chain]);
    record = words;
    int next = chain + 1 + (int) words[chain];
    if (wakeeAt >= 0) {
      next = readRaw(words, next, count, wakeeAt);
    }
    return next > 0 && readCopy(words, next, count, layout);
  }

  /**
   * Raw data: its size in four bytes, the data, up to a whole word (perf_output_sample); the word
   * behind it, or minus one when it is malformed.
   */
  private int readRaw(long[] words, int from, int count, int wakeeAt) {
    if (from >= count) {
      return -1;
    }
    int bytes = (int) words[from];
    int end = from + ((bytes + 4) >>> 3);
    if (bytes < wakeeAt + 4 || ((bytes + 4) & 7) != 0 || end > count) {
      return -1;
    }
    int at = 4 + wakeeAt;
    wakee = (int) (words[from + (at >> 3)] >>> ((at & 4) << 3));
    return end;
  }

  /** The copy of registers and stack (perf_output_sample_ustack, kernel/events/core.c). */
  private boolean readCopy(long[] words, int from, int count, RecordLayout layout) {
    registersKnown = false;
    stackBytes = 0;
    stackWhole = false;
    if (!layout.userCopy) {
      return true;
    }
    if (from >= count) {
      return false;
    }
    int at = from + 1;
    if (words[from] != 0) {
      registersKnown = words[from] == ABI_64;
      registersAt = at;
      at += layout.registers;
    }
    if (at >= count) {
      return false;
    }
    long asked = words[at];
    if (asked == 0) {
      return true;
    }
    long sizeAt = at + 1 + (asked >>> 3);
    if (asked < 0 || (asked & 7) != 0 || sizeAt >= count) {
      return false;
    }
    long copied = words[(int) sizeAt];
    if (copied < 0 || copied > asked) {
      return false;
    }
    stackAt = at + 1;
    stackBytes = (int) copied;
    stackWhole = copied < asked;
    return true;
  }

  private void split(long[] words, int from, int entries) {
    kernelFrames = 0;
    userFrames = 0;
    chainFrames = 0;
    ensureRoom(entries);
    long context = 0;
    for (int i = from; i < from + entries; i++) {
      long entry = words[i];
      if (Long.compareUnsigned(entry, CONTEXT_MAX) >= 0) {
        context = entry;
        continue;
      }
      chainFrames++;
      if (context == CONTEXT_KERNEL) {
        kernel[kernelFrames++] = entry;
      } else if (context == CONTEXT_USER) {
        user[userFrames++] = entry;
      }
    }
  }

  private void ensureRoom(int entries) {
    if (entries > kernel.length) {
      kernel = new long[entries];
      user = new long[entries];
    }
  }

  /** Says of which event the sample is. */
  void kind(EventKind event) {
    kind = event;
  }

  /** What was counted when it was taken. */
  public EventKind kind() {
    return kind;
  }

  /** CPU the sample was taken on. */
  public int cpu() {
    return cpu;
  }

  /** Process (thread group) id; 0 for the idle task, minus one for a task that is gone. */
  public int pid() {
    return pid;
  }

  /** The thread that is woken, in a sample of {@link EventKind#SCHED_WAKING}. */
  public int wakee() {
    return wakee;
  }

  /** Thread id. */
  public int tid() {
    return tid;
  }

  /** When it was taken, CLOCK_MONOTONIC nanoseconds where the kernel has that clock for perf. */
  public long timeNanos() {
    return timeNanos;
  }

  /** The interrupted instruction, in kernel or user space. */
  public long instruction() {
    return instruction;
  }

  /** How many kernel frames the call chain has. */
  public int kernelFrames() {
    return kernelFrames;
  }

  /** How many user frames the call chain has. */
  public int userFrames() {
    return userFrames;
  }

  /** Address of kernel frame {@code index}; 0 is the innermost, later ones are return addresses. */
  public long kernelFrame(int index) {
    return kernel[index];
  }

  /** Address of user frame {@code index}; 0 is the innermost, later ones are return addresses. */
  public long userFrame(int index) {
    return user[index];
  }

  /** Whether there are registers of 64-bit user code; without them there is no stack to read. */
  public boolean hasUserRegisters() {
    return registersKnown;
  }

  /** A user register by its place in {@link UserRegisters}. */
  public long userRegister(int place) {
    return record[registersAt + place];
  }

  /** Bytes of the user stack that were copied, from the stack pointer upwards. */
  public int stackBytes() {
    return stackBytes;
  }

  /** True when less was copied than asked for: the stack ends there, or a page was not present. */
  public boolean stackWhole() {
    return stackWhole;
  }

  /** The eight bytes of the stack copy at a byte offset, which must be below its end by eight. */
  public long stackWord(int offset) {
    int word = stackAt + (offset >>> 3);
    int shift = (offset & 7) << 3;
    return shift == 0 ? record[word] : record[word] >>> shift | record[word + 1] << (64 - shift);
  }

  /** True when the chain is as long as the kernel records at most, so that its outer end is cut. */
  public boolean truncated() {
    return chainFrames >= maxStack;
  }
}
