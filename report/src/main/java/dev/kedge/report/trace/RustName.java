package dev.kedge.report.trace;

import dev.kedge.report.line.Ascii;
import java.util.Optional;

/**
 * Demangles Rust symbol names of the v0 scheme (RFC 2603), the one the kernel is built with: the
 * productions that name functions - crates, nested paths, implementations, generic arguments, back
 * references. Anything else leaves the name as it is.
 */
final class RustName {
  private static final int MAX_DEPTH = 40;
  private static final int MAX_LENGTH = 300;

  private final String in;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int steps;

  private RustName(String in) {
    this.in = in;
  }

  /** The readable name of a symbol that begins with {@code _R}. */
  static Optional<String> demangle(String symbol) {
    if (symbol.length() > 1000) {
      return Optional.empty();
    }
    RustName name = new RustName(symbol.substring(2));
    return name.path(0) ? Optional.of(name.out.toString()) : Optional.empty();
  }

  private boolean path(int depth) {
    if (depth > MAX_DEPTH || ++steps > 500 || out.length() > MAX_LENGTH || at >= in.length()) {
      return false;
    }
    char tag = in.charAt(at++);
    return switch (tag) {
      case 'C' -> crate();
      case 'N' -> nested(depth);
      case 'M' -> implementation(depth, false);
      case 'X' -> implementation(depth, true);
      case 'Y' -> definition(depth);
      case 'I' -> generic(depth);
      case 'B' -> backReference(depth, false);
      default -> false;
    };
  }

  private boolean crate() {
    disambiguator();
    return identifier();
  }

  private boolean nested(int depth) {
    if (at >= in.length()) {
      return false;
    }
    char space = in.charAt(at++);
    if (!path(depth + 1)) {
      return false;
    }
    disambiguator();
    out.append("::");
    int before = out.length();
    if (!identifier()) {
      return false;
    }
    if (Character.isUpperCase(space)) {
      String kind = space == 'C' ? "closure" : "shim";
      out.insert(before, "{" + kind + "#").append("}");
    }
    return true;
  }

  /** {@code <type>} or {@code <type as trait>}; the path of the impl block itself is not shown. */
  private boolean implementation(int depth, boolean ofTrait) {
    disambiguator();
    int shown = out.length();
    if (!path(depth + 1)) {
      return false;
    }
    out.setLength(shown);
    out.append('<');
    if (!type(depth + 1)) {
      return false;
    }
    if (ofTrait) {
      out.append(" as ");
      if (!path(depth + 1)) {
        return false;
      }
    }
    out.append('>');
    return true;
  }

  private boolean definition(int depth) {
    out.append('<');
    if (!type(depth + 1)) {
      return false;
    }
    out.append(" as ");
    if (!path(depth + 1)) {
      return false;
    }
    out.append('>');
    return true;
  }

  private boolean generic(int depth) {
    if (!path(depth + 1)) {
      return false;
    }
    out.append("::<");
    for (int count = 0; at < in.length() && in.charAt(at) != 'E'; count++) {
      out.append(count > 0 ? ", " : "");
      if (in.charAt(at) == 'L' || in.charAt(at) == 'K' || !type(depth + 1)) {
        return false;
      }
    }
    at++;
    out.append('>');
    return true;
  }

  private boolean type(int depth) {
    if (depth > MAX_DEPTH || ++steps > 500 || at >= in.length()) {
      return false;
    }
    char tag = in.charAt(at);
    String basic = basicType(tag);
    if (!basic.isEmpty()) {
      at++;
      out.append(basic);
      return true;
    }
    return switch (tag) {
      case 'R' -> prefixed("&", depth);
      case 'Q' -> prefixed("&mut ", depth);
      case 'P' -> prefixed("*const ", depth);
      case 'O' -> prefixed("*mut ", depth);
      case 'S' -> slice(depth);
      case 'B' -> {
        at++;
        yield backReference(depth, true);
      }
      default -> path(depth);
    };
  }

  private boolean prefixed(String mark, int depth) {
    at++;
    out.append(mark);
    return type(depth + 1);
  }

  private boolean slice(int depth) {
    at++;
    out.append('[');
    boolean element = type(depth + 1);
    out.append(']');
    return element;
  }

  private static String basicType(char tag) {
    return switch (tag) {
      case 'a' -> "i8";
      case 'b' -> "bool";
      case 'c' -> "char";
      case 'e' -> "str";
      case 'h' -> "u8";
      case 'i' -> "isize";
      case 'j' -> "usize";
      case 'l' -> "i32";
      case 'm' -> "u32";
      case 's' -> "i16";
      case 't' -> "u16";
      case 'u' -> "()";
      case 'x' -> "i64";
      case 'y' -> "u64";
      default -> "";
    };
  }

  private boolean backReference(int depth, boolean ofType) {
    long target = base62();
    if (target < 0 || target >= at) {
      return false;
    }
    int resume = at;
    at = (int) target;
    boolean read = ofType ? type(depth + 1) : path(depth + 1);
    at = resume;
    return read;
  }

  private void disambiguator() {
    if (at < in.length() && in.charAt(at) == 's') {
      at++;
      base62();
    }
  }

  /** Base-62 number ended by {@code _}; the lone {@code _} is 0, others count from 1; -1 if bad. */
  private long base62() {
    long value = 0;
    boolean digits = false;
    while (at < in.length()) {
      char c = in.charAt(at++);
      if (c == '_') {
        return digits ? value + 1 : 0;
      }
      int digit =
          c >= '0' && c <= '9'
              ? c - '0'
              : c >= 'a' && c <= 'z' ? c - 'a' + 10 : c >= 'A' && c <= 'Z' ? c - 'A' + 36 : -1;
      if (digit < 0) {
        return -1;
      }
      digits = true;
      value = Math.min(value * 62 + digit, Integer.MAX_VALUE);
    }
    return -1;
  }

  private boolean identifier() {
    if (at < in.length() && in.charAt(at) == 'u') {
      return false;
    }
    int length = 0;
    int digits = at;
    while (at < in.length() && Ascii.isDigit(in.charAt(at)) && at - digits < 4) {
      length = length * 10 + (in.charAt(at++) - '0');
      if (length == 0) {
        break;
      }
    }
    if (at == digits) {
      return false;
    }
    if (at < in.length() && in.charAt(at) == '_') {
      at++;
    }
    if (at + length > in.length()) {
      return false;
    }
    out.append(in, at, at + length);
    at += length;
    return true;
  }
}
