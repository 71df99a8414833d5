package dev.kedge.profile.demangle;

/**
 * Rust names before v0: a C++ nested name whose last part is a hash, with punctuation spelled out
 * (rustc's legacy symbol mangling). The hash is left out.
 */
final class RustLegacyName {
  private static final int HASH = 17;

  private RustLegacyName() {}

  /** Whether the last part is a hash. */
  static boolean is(String symbol) {
    int end = symbol.lastIndexOf('E');
    int from = end - HASH - 2;
    if (from < 3 || !symbol.startsWith("17h", from)) {
      return false;
    }
    for (int i = from + 3; i < end; i++) {
      if (Character.digit(symbol.charAt(i), 16) < 0) {
        return false;
      }
    }
    return true;
  }

  static String read(String symbol) {
    MangledText in = new MangledText(symbol, 3);
    StringBuilder out = new StringBuilder();
    while (!in.take('E')) {
      String part = in.characters(in.number());
      if (in.peek() == 'E' && part.length() == HASH) {
        continue;
      }
      if (!out.isEmpty()) {
        out.append("::");
      }
      part(part, out);
    }
    return out.toString();
  }

  private static void part(String part, StringBuilder out) {
    int at = part.startsWith("_$") ? 1 : 0;
    while (at < part.length()) {
      char c = part.charAt(at);
      int close = c == '$' ? part.indexOf('$', at + 1) : -1;
      String escape = close < 0 ? "" : escape(part.substring(at + 1, close));
      if (!escape.isEmpty()) {
        out.append(escape);
        at = close + 1;
      } else if (part.startsWith("..", at)) {
        out.append("::");
        at += 2;
      } else {
        out.append(c);
        at++;
      }
    }
  }

  /** What stands between two dollar signs; empty when it is nothing known. */
  private static String escape(String code) {
    return switch (code) {
      case "SP" -> "@";
      case "BP" -> "*";
      case "RF" -> "&";
      case "LT" -> "<";
      case "GT" -> ">";
      case "LP" -> "(";
      case "RP" -> ")";
      case "C" -> ",";
      default -> {
        if (!code.matches("u[0-9a-f]{1,6}")) {
          yield "";
        }
        int point = Integer.parseInt(code.substring(1), 16);
        yield Character.isValidCodePoint(point) && !Character.isISOControl(point)
            ? Character.toString(point)
            : "";
      }
    };
  }
}
