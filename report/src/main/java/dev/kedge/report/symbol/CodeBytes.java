package dev.kedge.report.symbol;

import dev.kedge.report.line.Ascii;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The instructions of a {@code Code:} line. x86 prints bytes, the first of the trapping instruction
 * in angle brackets (arch/x86/kernel/dumpstack.c, show_opcodes); arm64 prints 32-bit words, the
 * trapping one in round brackets (arch/arm64/kernel/traps.c, dump_kernel_instr).
 */
final class CodeBytes {
  /**
   * One instruction.
   *
   * @param offset bytes from the trapping instruction, negative before it
   * @param bytes in memory order for x86, a word for arm64
   */
  record Instruction(int offset, String bytes) {}

  private static final int MAX_BYTES = 256;
  private static final int LONGEST = 15;

  private CodeBytes() {}

  /** The instructions; empty when the line holds none, as in {@code Code: Bad RIP value.} */
  static List<Instruction> read(String text) {
    String[] tokens = text.strip().split(" +", MAX_BYTES + 1);
    Optional<List<Instruction>> words = words(tokens);
    return words.orElseGet(() -> bytes(tokens));
  }

  /** Words of 8 digits; the one in brackets traps. */
  private static Optional<List<Instruction>> words(String[] tokens) {
    int trap = -1;
    for (int i = 0; i < tokens.length; i++) {
      String token = tokens[i];
      boolean marked = token.startsWith("(") && token.endsWith(")");
      String digits = marked ? token.substring(1, token.length() - 1) : token;
      if (digits.length() != 8 || !isHex(digits)) {
        return Optional.empty();
      }
      trap = marked ? i : trap;
    }
    if (trap < 0) {
      return Optional.empty();
    }
    List<Instruction> found = new ArrayList<>();
    for (int i = 0; i < tokens.length; i++) {
      found.add(new Instruction(4 * (i - trap), i == trap ? tokens[i].substring(1, 9) : tokens[i]));
    }
    return Optional.of(found);
  }

  private static boolean isHex(String text) {
    return text.chars().allMatch(c -> Ascii.isHexDigit((char) c));
  }

  private static List<Instruction> bytes(String[] tokens) {
    int[] code = new int[Math.min(tokens.length, MAX_BYTES)];
    int trap = -1;
    for (int i = 0; i < code.length; i++) {
      String token = tokens[i];
      boolean marked = token.startsWith("<") && token.endsWith(">");
      String digits = marked ? token.substring(1, token.length() - 1) : token;
      if (digits.length() != 2 || !isHex(digits)) {
        return List.of();
      }
      code[i] = Integer.parseInt(digits, 16);
      trap = marked ? i : trap;
    }
    return trap < 0 ? List.of() : instructions(code, trap);
  }

  /**
   * The bytes begin in the middle of an instruction: the first of up to 15 cuts counts from which
   * whole instructions lead to the trapping one. Those before the cut are shown as one.
   */
  private static List<Instruction> instructions(int[] code, int trap) {
    List<Instruction> found = new ArrayList<>();
    int cut = 0;
    while (cut < trap && cut < LONGEST && !leadsTo(code, cut, trap)) {
      cut++;
    }
    boolean before = leadsTo(code, cut, trap);
    int at = before ? cut : trap;
    if (at > 0) {
      found.add(new Instruction(-trap, text(code, 0, at)));
    }
    while (at < code.length) {
      int length = X86Length.at(code, at);
      int next = length == 0 ? code.length : at + length;
      found.add(new Instruction(at - trap, text(code, at, next)));
      at = next;
    }
    return found;
  }

  private static boolean leadsTo(int[] code, int from, int trap) {
    int at = from;
    while (at < trap) {
      int length = X86Length.at(code, at);
      if (length == 0) {
        return false;
      }
      at += length;
    }
    return at == trap;
  }

  private static String text(int[] code, int from, int to) {
    StringBuilder out = new StringBuilder();
    for (int i = from; i < to; i++) {
      out.append(i > from ? " " : "").append("%02x".formatted(code[i]));
    }
    return out.toString();
  }
}
