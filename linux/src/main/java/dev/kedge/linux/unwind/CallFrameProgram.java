package dev.kedge.linux.unwind;

import java.util.Arrays;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Runs the instructions of one function's call frame information (DWARF 5, 6.4.2) and hands out
 * where which rule begins. Only the CFA, the frame pointer and the return address are followed: the
 * other registers are of no use for a profile. One thread at a time.
 */
final class CallFrameProgram {
  private static final int MAX_DEPTH = 64;
  private static final int STATE = 7;
  private static final int MAX_BEGUN = 4_096;

  private static final int CFA = 0;
  private static final int CFA_REGISTER = 1;
  private static final int CFA_OFFSET = 2;
  private static final int FP = 3;
  private static final int FP_OFFSET = 4;
  private static final int RA = 5;
  private static final int RA_OFFSET = 6;

  private final Machine machine;
  private final CfaExpression expressions;
  private final long[] state = new long[STATE];
  private final long[] initial = new long[STATE];
  private final long[] remembered = new long[STATE * MAX_DEPTH];
  private int depth;

  /** What common entries begin with, by the place of their instructions in the file. */
  private final Long2ObjectHashMap<long[]> begun = new Long2ObjectHashMap<>();

  /** Receives the rules of one function in ascending order of place. */
  @FunctionalInterface
  interface RuleSink {
    /** From this address on the rule holds. */
    void from(long address, long rule);
  }

  CallFrameProgram(Machine machine) {
    this.machine = machine;
    this.expressions = new CfaExpression(machine);
  }

  /**
   * Turns to a common entry that {@link #begin} was called for before: neighbours take turns with
   * them all the time.
   *
   * @return false when it has to begin
   */
  boolean resume(Cie common) {
    long[] state = begun.get(common.instructions());
    if (state == null) {
      return false;
    }
    System.arraycopy(state, 0, initial, 0, STATE);
    return true;
  }

  /** Sets the state all functions of a common entry begin with. */
  void begin(Cie common, CfiCursor instructions) {
    Arrays.fill(state, 0);
    state[CFA] = UnwindRule.CFA_UNSUPPORTED;
    state[RA] = UnwindRule.RA_SAME;
    System.arraycopy(state, 0, initial, 0, STATE);
    run(common, instructions, 0, 0, (address, rule) -> {});
    System.arraycopy(state, 0, initial, 0, STATE);
    if (begun.size() >= MAX_BEGUN) {
      begun.clear();
    }
    begun.put(common.instructions(), initial.clone());
  }

  /** Runs one function from its first byte to {@code end}; {@link #begin} comes first. */
  void run(Cie common, CfiCursor in, long start, long end, RuleSink sink) {
    System.arraycopy(initial, 0, state, 0, STATE);
    depth = 0;
    long address = start;
    while (!in.atEnd()) {
      int code = in.u8();
      int low = code & 0x3f;
      long advance = 0;
      switch (code & 0xc0) {
        case 0x40 -> advance = low;
        case 0x80 -> saved(common, low, in.uleb() * common.dataFactor());
        case 0xc0 -> restore(common, low);
        default -> {
          switch (low) {
            case 0x01 -> {
              long to = in.pointer(common.pointerEncoding(), 0);
              advance = (to - address) / Math.max(1, common.codeFactor());
            }
            case 0x02 -> advance = in.u8();
            case 0x03 -> advance = in.u16();
            case 0x04 -> advance = in.u32();
            default -> {
              if (!change(common, low, in)) {
                sink.from(address, UnwindRule.UNSUPPORTED);
                return;
              }
            }
          }
        }
      }
      if (advance != 0) {
        sink.from(address, rule(common));
        address += advance * common.codeFactor();
        if (advance < 0 || Long.compareUnsigned(address, end) >= 0) {
          return;
        }
      }
    }
    sink.from(address, rule(common));
  }

  /** An instruction that does not move on; false when it is not known. */
  private boolean change(Cie common, int code, CfiCursor in) {
    switch (code) {
      case 0x00 -> {}
      case 0x05 -> saved(common, in.uleb(), in.uleb() * common.dataFactor());
      case 0x06 -> restore(common, in.uleb());
      case 0x07 -> set(common, in.uleb(), UnwindRule.FP_LOST, UnwindRule.RA_END, 0);
      case 0x08 -> set(common, in.uleb(), UnwindRule.FP_SAME, UnwindRule.RA_SAME, 0);
      case 0x09 -> {
        long register = in.uleb();
        long holder = in.uleb();
        boolean returnAddress = register == common.returnAddress();
        set(
            common,
            register,
            UnwindRule.FP_LOST,
            UnwindRule.RA_REGISTER,
            returnAddress ? 8 * Math.clamp(holder, 0, 31) : 0);
      }
      case 0x0a -> remember();
      case 0x0b -> recall();
      case 0x0c -> cfa(in.uleb(), in.uleb());
      case 0x0d -> cfa(in.uleb(), state[CFA_OFFSET]);
      case 0x0e -> state[CFA_OFFSET] = in.uleb();
      case 0x0f -> expressions.cfa(in, this::cfaKind);
      case 0x10 -> savedByExpression(common, in);
      case 0x11 -> saved(common, in.uleb(), in.sleb() * common.dataFactor());
      case 0x12 -> cfa(in.uleb(), in.sleb() * common.dataFactor());
      case 0x13 -> state[CFA_OFFSET] = in.sleb() * common.dataFactor();
      case 0x14, 0x15 -> {
        set(common, in.uleb(), UnwindRule.FP_LOST, UnwindRule.RA_SAME, 0);
        in.uleb();
      }
      case 0x16 -> {
        set(common, in.uleb(), UnwindRule.FP_LOST, UnwindRule.RA_SAME, 0);
        in.position(in.uleb() + in.position());
      }
      // DW_CFA_AARCH64_negate_ra_state: signed addresses are cleaned when they are read.
      case 0x2d -> {}
      case 0x2e -> in.uleb();
      case 0x2f -> saved(common, in.uleb(), -in.uleb() * common.dataFactor());
      default -> {
        return false;
      }
    }
    return true;
  }

  private void cfa(long register, long offset) {
    cfaKind(UnwindRule.CFA_REGISTER, register, offset);
  }

  private void cfaKind(int kind, long register, long offset) {
    state[CFA] = kind;
    state[CFA_REGISTER] = register;
    state[CFA_OFFSET] = offset;
  }

  private void saved(Cie common, long register, long offset) {
    set(common, register, UnwindRule.FP_AT_CFA, UnwindRule.RA_AT_CFA, offset);
  }

  private void savedByExpression(Cie common, CfiCursor in) {
    long register = in.uleb();
    long offset = expressions.framePointerOffset(in);
    boolean known = offset != CfaExpression.UNKNOWN;
    set(
        common,
        register,
        known ? UnwindRule.FP_AT_FP : UnwindRule.FP_LOST,
        UnwindRule.RA_SAME,
        known ? offset : 0);
    if (register == common.returnAddress() && !common.signalFrame()) {
      state[CFA] = UnwindRule.CFA_UNSUPPORTED;
    }
  }

  private void set(Cie common, long register, int fp, int ra, long offset) {
    if (register == machine.framePointer) {
      state[FP] = fp;
      state[FP_OFFSET] = offset;
    } else if (register == common.returnAddress()) {
      state[RA] = ra;
      state[RA_OFFSET] = offset;
    }
  }

  private void restore(Cie common, long register) {
    if (register == machine.framePointer) {
      state[FP] = initial[FP];
      state[FP_OFFSET] = initial[FP_OFFSET];
    } else if (register == common.returnAddress()) {
      state[RA] = initial[RA];
      state[RA_OFFSET] = initial[RA_OFFSET];
    }
  }

  private void remember() {
    if (depth < MAX_DEPTH) {
      System.arraycopy(state, 0, remembered, STATE * depth, STATE);
    }
    depth++;
  }

  private void recall() {
    if (depth > 0 && --depth < MAX_DEPTH) {
      System.arraycopy(remembered, STATE * depth, state, 0, STATE);
    }
  }

  private long rule(Cie common) {
    if (common.signalFrame()) {
      return UnwindRule.CFA_SIGNAL;
    }
    if (state[CFA] == UnwindRule.CFA_UNSUPPORTED && state[RA] != UnwindRule.RA_END) {
      return UnwindRule.UNSUPPORTED;
    }
    return UnwindRule.of(
        (int) state[CFA],
        Math.clamp(state[CFA_REGISTER], -1, 32),
        state[CFA_OFFSET],
        (int) state[FP],
        state[FP_OFFSET],
        (int) state[RA],
        state[RA_OFFSET]);
  }
}
