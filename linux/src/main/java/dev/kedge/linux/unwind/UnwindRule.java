package dev.kedge.linux.unwind;

/**
 * How to get from one frame to its caller, in 64 bits: the canonical frame address (CFA), and where
 * the caller's frame pointer and return address are.
 *
 * <p>Bits 0 to 2: kind of CFA; 3 to 7: its register (DWARF number); 8 to 31: its offset, signed; 32
 * and 33: where the frame pointer is; 34 to 47: its offset in words, signed; 48 and 49: where the
 * return address is; 50 to 63: its offset in words, signed.
 */
final class UnwindRule {
  /** The code has no rule; the value of this rule. */
  static final long NONE = 0;

  static final int CFA_NONE = 0;

  /** Register and offset. */
  static final int CFA_REGISTER = 1;

  /** The word at register and offset (functions that realign their stack). */
  static final int CFA_DEREFERENCE = 2;

  /** Stubs of the procedure linkage table: a word more from the n-th byte of each 16 on. */
  static final int CFA_PLT = 3;

  /** The frame a signal handler returns through: registers lie on the stack. */
  static final int CFA_SIGNAL = 4;

  /** The rule is of a form this table cannot hold. */
  static final int CFA_UNSUPPORTED = 5;

  static final int FP_SAME = 0;
  static final int FP_AT_CFA = 1;

  /** Saved at an offset from the frame pointer itself. */
  static final int FP_AT_FP = 2;

  static final int FP_LOST = 3;

  /** Still in the link register. */
  static final int RA_SAME = 0;

  static final int RA_AT_CFA = 1;

  /** There is no caller: the outermost frame. */
  static final int RA_END = 2;

  /** In a register, whose number is the offset in words ({@code vfork}). */
  static final int RA_REGISTER = 3;

  static final long UNSUPPORTED = CFA_UNSUPPORTED;

  /** There is no caller, and nothing else to be known. */
  static final long OUTERMOST = (long) RA_END << 48 | CFA_UNSUPPORTED;

  private static final int MAX_CFA = 1 << 23;
  private static final int MAX_WORDS = 1 << 13;

  private UnwindRule() {}

  /** Packs a rule; {@link #UNSUPPORTED} when a part does not fit. Offsets are in bytes. */
  static long of(
      int cfa, int register, long cfaOffset, int fp, long fpOffset, int ra, long raOffset) {
    if (cfaOffset < -MAX_CFA
        || cfaOffset >= MAX_CFA
        || register < 0
        || register > 31
        || !fitsWords(raOffset)) {
      return UNSUPPORTED;
    }
    boolean fpFits = fitsWords(fpOffset);
    return cfa
        | (long) register << 3
        | (cfaOffset & 0xff_ffff) << 8
        | (long) (fpFits ? fp : FP_LOST) << 32
        | (fpFits ? fpOffset / 8 & 0x3fff : 0) << 34
        | (long) ra << 48
        | (raOffset / 8) << 50;
  }

  private static boolean fitsWords(long offset) {
    return (offset & 7) == 0 && offset / 8 >= -MAX_WORDS && offset / 8 < MAX_WORDS;
  }

  static int cfa(long rule) {
    return (int) rule & 7;
  }

  static int cfaRegister(long rule) {
    return (int) rule >>> 3 & 31;
  }

  static int cfaOffset(long rule) {
    return (int) rule >> 8;
  }

  static int fp(long rule) {
    return (int) (rule >>> 32) & 3;
  }

  /** In bytes. */
  static int fpOffset(long rule) {
    return (int) (rule << 16 >> 50) * 8;
  }

  static int ra(long rule) {
    return (int) (rule >>> 48) & 3;
  }

  /** In bytes. */
  static int raOffset(long rule) {
    return (int) (rule >> 50) * 8;
  }
}
