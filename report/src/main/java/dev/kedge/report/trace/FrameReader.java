package dev.kedge.report.trace;

import dev.kedge.report.line.Ascii;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the functions a line of a stack trace names. Layouts, by architecture and age:
 *
 * <pre>
 *   x86, arm64, riscv   " func+0x1/0x2 [module]"   " ? func+0x1/0x2"   " func+0x1/0x2 (T)"
 *   up to 4.10          " [&lt;ffffffff81000000&gt;] func+0x1/0x2"
 *   arm                 "[&lt;c0000000&gt;] (f) from [&lt;c0000004&gt;] (g+0x1/0x2)"   " f from g+0x1/0x2"
 *   ppc                 "[c0..] [c0..] func+0x1/0x2 (unreliable)"
 *   s390                " [&lt;00000000001a2b3c&gt;] func+0x1/0x2"   "([&lt;00000000001a2b3c&gt;] func+0x1/0x2)"
 * </pre>
 *
 * <p>Symbolized logs also have lines for inlined functions, without an offset. They are not read:
 * the same report has the same title before and after symbolizing.
 */
public final class FrameReader {
  private static final String[] POINTERS = {
    "RIP: ",
    "RIP  ",
    "RIP [",
    "EIP: ",
    "EIP is at ",
    "IP: ",
    "PC is at ",
    "pc : ",
    "epc : ",
    "epc   : ",
    "ERA: ",
    "Krnl PSW : ",
    "NIP: ",
    "NIP [",
    "ip : "
  };

  private FrameReader() {}

  /** The functions on a line of a trace: none, one, or caller and callee of an arm line. */
  public static List<StackFrame> trace(int index, String text) {
    int at = afterMarks(text, skipSpace(text, 0));
    boolean reliable = !text.startsWith("([<", at);
    at += reliable ? 0 : 1;
    if (at < text.length() && text.charAt(at) == '[') {
      if (text.startsWith("[< inline >]", at)) {
        return List.of();
      }
      at = afterAddresses(text, at);
    }
    if (text.startsWith("? ", at)) {
      reliable = false;
      at = skipSpace(text, at + 2);
    }
    if (text.startsWith("(", at)) {
      return armFrames(index, text, at, reliable);
    }
    int end = symbolEnd(text, at);
    if (end <= at) {
      return List.of();
    }
    if (text.startsWith(" from ", end)) {
      return armNewFrames(index, text, at, end, reliable);
    }
    if (!text.startsWith("+0x", end)) {
      return List.of();
    }
    boolean trusted = reliable && !text.endsWith("(unreliable)");
    return List.of(frame(index, text.substring(at, end), trusted, false));
  }

  /** The kernel function of a saved instruction pointer; empty for user space ones. */
  static List<StackFrame> pointer(int index, String text) {
    int start = skipSpace(text, 0);
    String prefix = pointerPrefix(text, start);
    return prefix.isEmpty()
        ? List.of()
        : pointerAfter(index, text, start + prefix.length() - (prefix.endsWith("[") ? 1 : 0));
  }

  /** What announces an instruction pointer at an index; empty when nothing does. */
  private static String pointerPrefix(String text, int start) {
    char first = start < text.length() ? text.charAt(start) : ' ';
    for (String prefix : POINTERS) {
      if (prefix.charAt(0) == first && text.startsWith(prefix, start)) {
        return prefix;
      }
    }
    return "";
  }

  /** True when the line is a saved instruction pointer's, of the kernel or of user space. */
  public static boolean isPointer(String text) {
    return !pointerPrefix(text, skipSpace(text, 0)).isEmpty();
  }

  private static List<StackFrame> pointerAfter(int index, String text, int start) {
    int at = skipSpace(text, start);
    int selector = hexEnd(text, at);
    if (selector - at == 4 && text.startsWith(":", selector)) {
      // The lowest two bits of a code segment are the privilege level; 3 is user space's.
      if (Integer.parseInt(text, at, selector, 16) % 4 == 3) {
        return List.of();
      }
      at = skipSpace(text, selector + 1);
    }
    for (int word = hexEnd(text, at); isWord(text, at, word); word = hexEnd(text, at)) {
      at = skipSpace(text, word);
    }
    at += text.startsWith("(", at) ? 1 : 0;
    at = skipSpace(text, afterAddresses(text, at));
    int end = symbolEnd(text, at);
    boolean named = end > at && !text.startsWith("0x", at);
    if (!named || !text.startsWith("+0x", end)) {
      return List.of();
    }
    return List.of(frame(index, text.substring(at, end), true, true));
  }

  private static int hexEnd(String text, int start) {
    int at = start;
    while (at < text.length() && Ascii.isHexDigit(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** An address without brackets: mips, loongarch and s390 print it in front of the name. */
  private static boolean isWord(String text, int start, int end) {
    return end - start >= 8 && text.startsWith(" ", end);
  }

  /** {@code (f) from [<c0000004>] (g+0x1/0x2)} and {@code (g+0x1/0x2)}. */
  private static List<StackFrame> armFrames(int index, String text, int open, boolean reliable) {
    List<StackFrame> frames = new ArrayList<>(2);
    int at = open;
    while (at >= 0 && frames.size() < 2) {
      int end = symbolEnd(text, at + 1);
      boolean closed = text.startsWith(")", end) || text.startsWith("+0x", end);
      if (end == at + 1 || !closed) {
        break;
      }
      frames.add(frame(index, text.substring(at + 1, end), reliable, false));
      at = text.indexOf('(', end);
    }
    return text.indexOf("+0x", open) < 0 ? List.of() : frames;
  }

  /** {@code f from g+0x1/0x2}, printed by arm since 5.18. */
  private static List<StackFrame> armNewFrames(
      int index, String text, int at, int end, boolean reliable) {
    int caller = end + " from ".length();
    int callerEnd = symbolEnd(text, caller);
    if (callerEnd == caller || !text.startsWith("+0x", callerEnd)) {
      return List.of();
    }
    return List.of(
        frame(index, text.substring(at, end), reliable, false),
        frame(index, text.substring(caller, callerEnd), reliable, false));
  }

  private static StackFrame frame(int index, String symbol, boolean reliable, boolean pointer) {
    return new StackFrame(index, plainName(symbol), reliable, pointer);
  }

  /** The name without what the compiler added; Rust and C++ names demangled. */
  public static String plainName(String symbol) {
    if (symbol.startsWith("_Z")) {
      return CppName.demangle(symbol).orElse(symbol);
    }
    if (symbol.startsWith("_R") && symbol.length() > 4) {
      return RustName.demangle(symbol).orElse(symbol);
    }
    if (symbol.startsWith("<")) {
      return symbol;
    }
    int start = symbol.startsWith(".") ? 1 : 0;
    int dot = symbol.indexOf('.', start);
    return symbol.substring(start, dot < 0 ? symbol.length() : dot);
  }

  /** Index after {@code <IRQ>}, {@code </IRQ>}, {@code <EOI>} and the like. */
  private static int afterMarks(String text, int start) {
    int at = start;
    while (at < text.length() && text.charAt(at) == '<') {
      int close = text.indexOf('>', at);
      if (close < 0 || close - at > 8) {
        break;
      }
      at = skipSpace(text, close + 1);
    }
    return at;
  }

  private static int afterAddresses(String text, int start) {
    int at = start;
    while (at < text.length() && text.charAt(at) == '[') {
      int close = text.indexOf(']', at);
      if (close < 0 || close - at > 40) {
        return at;
      }
      at = skipSpace(text, close + 1);
    }
    return at;
  }

  /** Index after a function name that begins at {@code start}; {@code start} when there is none. */
  public static int symbolEnd(String text, int start) {
    if (start < text.length() && text.charAt(start) == '<') {
      return rustEnd(text, start);
    }
    int at = start;
    while (at < text.length() && isSymbolPart(text, at)) {
      at++;
    }
    return at > start && Ascii.isDigit(text.charAt(start)) ? start : at;
  }

  private static boolean isSymbolPart(String text, int at) {
    char c = text.charAt(at);
    if (c == ':') {
      return text.startsWith("::", at) || (at > 0 && text.startsWith("::", at - 1));
    }
    return Ascii.isAlphanumeric(c) || c == '_' || c == '.' || c == '$';
  }

  /** {@code <type as trait>::method}. */
  private static int rustEnd(String text, int start) {
    int depth = 0;
    int limit = Math.min(text.length(), start + 300);
    for (int i = start; i < limit; i++) {
      char c = text.charAt(i);
      depth += c == '<' ? 1 : 0;
      depth -= c == '>' ? 1 : 0;
      if (depth == 0) {
        return text.startsWith("::", i + 1) ? symbolEndAfterPath(text, i + 1) : start;
      }
    }
    return start;
  }

  private static int symbolEndAfterPath(String text, int start) {
    int at = start;
    while (at < text.length() && isSymbolPart(text, at)) {
      at++;
    }
    return at;
  }

  /** Index after {@code +0x1/0x2} at {@code at}, or {@code at}. */
  public static int afterOffset(String text, int at) {
    if (!text.startsWith("+0x", at)) {
      return at;
    }
    int i = at + 3;
    while (i < text.length()
        && (Ascii.isHexDigit(text.charAt(i)) || text.charAt(i) == '/' || text.charAt(i) == 'x')) {
      i++;
    }
    return i;
  }

  private static int skipSpace(String text, int start) {
    int at = start;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return at;
  }
}
