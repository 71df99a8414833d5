package dev.kedge.linux.unwind;

import java.util.Arrays;

/**
 * Recognises the few DWARF expressions that linkers and compilers put into call frame information;
 * all others are unsupported.
 *
 * <ul>
 *   <li>{@code breg7 8; breg16 0; lit15; and; litN; ge; lit3; shl; plus}: stubs of the procedure
 *       linkage table (bfd/elfxx-x86.c of binutils and lld's own)
 *   <li>{@code bregN o; deref}: functions that realign their stack keep the old one in a word
 *   <li>{@code bregFP o}: where such a function keeps the frame pointer
 * </ul>
 */
final class CfaExpression {
  /** Not of a form that is known. */
  static final long UNKNOWN = Long.MIN_VALUE;

  private static final int BREG0 = 0x70;
  private static final int DEREF = 0x06;
  private static final int LIT0 = 0x30;
  private static final int[] PLT_START = {0x77, 8, 0x80, 0, 0x3f, 0x1a};
  private static final int[] PLT_END = {0x2a, 0x33, 0x24, 0x22};
  private static final int PLT_BYTES = 11;

  private final Machine machine;

  /** Receives a CFA rule. */
  @FunctionalInterface
  interface CfaSink {
    void cfa(int kind, long register, long offset);
  }

  CfaExpression(Machine machine) {
    this.machine = machine;
  }

  /** Reads the expression of a CFA. */
  void cfa(CfiCursor in, CfaSink sink) {
    long length = in.uleb();
    long end = in.position() + length;
    if (length < 0 || length > 64) {
      in.position(end);
      sink.cfa(UnwindRule.CFA_UNSUPPORTED, 0, 0);
      return;
    }
    int[] bytes = new int[(int) length];
    int from = in.position();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = in.u8();
    }
    if (plt(bytes)) {
      sink.cfa(UnwindRule.CFA_PLT, machine.stackPointer, bytes[6] - LIT0);
      return;
    }
    if (bytes.length >= 3 && bytes[bytes.length - 1] == DEREF && register(bytes[0]) >= 0) {
      long offset = sleb(bytes, 1, bytes.length - 1);
      if (offset != UNKNOWN) {
        sink.cfa(UnwindRule.CFA_DEREFERENCE, register(bytes[0]), offset);
        return;
      }
    }
    in.position(from + length);
    sink.cfa(UnwindRule.CFA_UNSUPPORTED, 0, 0);
  }

  /** The offset from the frame pointer an expression adds up to, or {@link #UNKNOWN}. */
  long framePointerOffset(CfiCursor in) {
    long length = in.uleb();
    if (length < 2 || length > 6) {
      in.position(in.position() + length);
      return UNKNOWN;
    }
    int[] bytes = new int[(int) length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = in.u8();
    }
    return register(bytes[0]) == machine.framePointer ? sleb(bytes, 1, bytes.length) : UNKNOWN;
  }

  private static boolean plt(int[] bytes) {
    return bytes.length == PLT_BYTES
        && Arrays.equals(bytes, 0, PLT_START.length, PLT_START, 0, PLT_START.length)
        && bytes[6] >= LIT0
        && bytes[6] < LIT0 + 16
        && Arrays.equals(bytes, 7, PLT_BYTES, PLT_END, 0, PLT_END.length);
  }

  private static int register(int code) {
    return code >= BREG0 && code < BREG0 + 32 ? code - BREG0 : -1;
  }

  /** One signed number that fills the range, or {@link #UNKNOWN}. */
  private static long sleb(int[] bytes, int from, int to) {
    long value = 0;
    int shift = 0;
    for (int i = from; i < to; i++) {
      boolean last = i == to - 1;
      if (((bytes[i] & 0x80) == 0) != last || shift > 35) {
        return UNKNOWN;
      }
      value |= (long) (bytes[i] & 0x7f) << shift;
      shift += 7;
      if (last && (bytes[i] & 0x40) != 0) {
        value |= -1L << shift;
      }
    }
    return value;
  }
}
