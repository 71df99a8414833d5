package dev.kedge.report.symbol;

/**
 * Lengths of x86-64 instructions in 64-bit mode (Intel SDM volume 2, chapter 2 and appendix A), so
 * that bytes can be shown instruction by instruction. It does not name them.
 */
final class X86Length {
  private static final int MAX_LENGTH = 15;

  /**
   * What follows each opcode of the one-byte map: {@code m} ModRM, {@code b} an immediate byte,
   * {@code w} two, {@code z} four (two with an operand-size prefix), {@code v} up to eight, {@code
   * a} an address; {@code .} nothing, {@code -} no instruction. Capitals have a ModRM as well.
   */
  private static final String ONE_BYTE =
      "mmmmbz--mmmmbz-."
          + "mmmmbz--mmmmbz--"
          + "mmmmbz.-mmmmbz.-"
          + "mmmmbz.-mmmmbz.-"
          + "................"
          + "................"
          + "---m....zZbB...."
          + "bbbbbbbbbbbbbbbb"
          + "BZ-Bmmmmmmmmmmmm"
          + "..........-....."
          + "aaaa....bz......"
          + "bbbbbbbbvvvvvvvv"
          + "BBw.--BZE.w..b-."
          + "mmmm---.mmmmmmmm"
          + "bbbbbbbbii-b...."
          + "....."
          + ".GG......mm";

  /**
   * As {@link #ONE_BYTE}, for opcodes after 0f; {@code i} four bytes always. The ModRM of moves to
   * and from control registers names registers only, so it counts as a byte.
   */
  private static final String TWO_BYTE =
      "mmmm-.....-.-m.B"
          + "mmmmmmmmmmmmmmmm"
          + "bbbb----mmmmmmmm"
          + "......-.m-m-----"
          + "mmmmmmmmmmmmmmmm"
          + "mmmmmmmmmmmmmmmm"
          + "mmmmmmmmmmmmmmmm"
          + "BBBBmmm.mm--mmmm"
          + "iiiiiiiiiiiiiiii"
          + "mmmmmmmmmmmmmmmm"
          + "...mBm--...mBmmm"
          + "mmmmmmmmmmBmmmmm"
          + "mmBmBBBm........"
          + "mmmmmmmmmmmmmmmm"
          + "mmmmmmmmmmmmmmmm"
          + "mmmmmmmmmmmmmmmm";

  private final int[] code;
  private int at;
  private boolean shortOperands;
  private boolean shortAddresses;
  private boolean wide;

  private X86Length(int[] code, int start) {
    this.code = code;
    this.at = start;
  }

  /** Bytes of the instruction at an index; 0 when it is none or the bytes end inside it. */
  static int at(int[] code, int start) {
    X86Length length = new X86Length(code, start);
    boolean whole = length.decode() && length.at <= code.length;
    return whole && length.at - start <= MAX_LENGTH ? length.at - start : 0;
  }

  private int next() {
    return at < code.length ? code[at++] : outside();
  }

  /** Marks the code as ended: an index that no length fits. */
  private int outside() {
    at = code.length + 1;
    return 0;
  }

  private boolean decode() {
    int opcode = next();
    while (isPrefix(opcode) && at < code.length) {
      shortOperands |= opcode == 0x66;
      shortAddresses |= opcode == 0x67;
      opcode = next();
    }
    if (opcode >= 0x40 && opcode <= 0x4f) {
      wide = (opcode & 8) != 0;
      opcode = next();
    }
    return switch (opcode) {
      case 0x0f -> twoByte();
      case 0xc5 -> {
        next();
        yield vector(1);
      }
      case 0xc4 -> {
        int map = next() & 0x1f;
        next();
        yield vector(map);
      }
      case 0x62 -> {
        int map = next() & 7;
        next();
        next();
        yield vector(map);
      }
      default -> operands(ONE_BYTE.charAt(opcode));
    };
  }

  private static boolean isPrefix(int value) {
    return switch (value) {
      case 0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x66, 0x67, 0xf0, 0xf2, 0xf3 -> true;
      default -> false;
    };
  }

  private boolean twoByte() {
    int opcode = next();
    return switch (opcode) {
      case 0x38 -> {
        next();
        yield operands('m');
      }
      case 0x3a -> {
        next();
        yield operands('B');
      }
      default -> operands(TWO_BYTE.charAt(opcode));
    };
  }

  /** After a VEX or EVEX prefix: the maps are those after 0f, 0f 38 and 0f 3a, and two more. */
  private boolean vector(int map) {
    int opcode = next();
    return switch (map) {
      case 1 -> {
        char kind = TWO_BYTE.charAt(opcode);
        yield operands(opcode == 0x77 ? '.' : kind == 'B' ? 'B' : 'm');
      }
      case 2, 5, 6 -> operands('m');
      case 3 -> operands('B');
      default -> false;
    };
  }

  private boolean operands(char kind) {
    switch (kind) {
      case '.' -> {}
      case 'm' -> modRm();
      case 'b' -> at += 1;
      case 'w' -> at += 2;
      case 'i' -> at += 4;
      case 'z' -> at += immediate();
      case 'v' -> at += wide ? 8 : immediate();
      case 'a' -> at += shortAddresses ? 4 : 8;
      case 'E' -> at += 3;
      case 'B' -> {
        modRm();
        at += 1;
      }
      case 'Z' -> {
        modRm();
        at += immediate();
      }
      case 'G' -> {
        boolean bytes = (code[at - 1] & 1) == 0;
        int register = modRm() >> 3 & 7;
        at += register > 1 ? 0 : bytes ? 1 : immediate();
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private int immediate() {
    return shortOperands && !wide ? 2 : 4;
  }

  private int modRm() {
    int value = next();
    int mode = value >> 6;
    int register = value & 7;
    if (mode == 3) {
      return value;
    }
    if (register == 4) {
      int base = next() & 7;
      at += base == 5 && mode == 0 ? 4 : 0;
    } else if (register == 5 && mode == 0) {
      at += 4;
    }
    at += mode == 1 ? 1 : mode == 2 ? 4 : 0;
    return value;
  }
}
