package dev.kedge.linux.perf;

/** Bits of {@code perf_event_attr.sample_type} (include/uapi/linux/perf_event.h). */
public final class SampleType {
  public static final long IP = 1L;
  public static final long TID = 1L << 1;
  public static final long TIME = 1L << 2;
  public static final long ADDR = 1L << 3;
  public static final long CALLCHAIN = 1L << 5;
  public static final long ID = 1L << 6;
  public static final long CPU = 1L << 7;
  public static final long PERIOD = 1L << 8;
  public static final long STREAM_ID = 1L << 9;
  public static final long RAW = 1L << 10;
  public static final long REGS_USER = 1L << 12;
  public static final long STACK_USER = 1L << 13;
  public static final long IDENTIFIER = 1L << 16;

  /** What every profile needs: instruction pointer, task, time, CPU and call chain. */
  public static final long CALL_STACKS = IP | TID | TIME | CPU | CALLCHAIN;

  /** A copy of the user registers and of the top of the user stack, to be unwound by tables. */
  public static final long USER_COPY = REGS_USER | STACK_USER;

  /** The bits whose place in a record {@link RecordLayout} knows. */
  static final long KNOWN = CALL_STACKS | ADDR | ID | PERIOD | STREAM_ID | IDENTIFIER | USER_COPY;

  /** The bits without which records cannot be ordered or attributed. */
  static final long REQUIRED = CALL_STACKS;

  private SampleType() {}
}
