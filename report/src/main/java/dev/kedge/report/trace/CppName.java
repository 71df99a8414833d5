package dev.kedge.report.trace;

import java.util.Optional;

/**
 * Reads the function's name out of a C++ symbol (Itanium C++ ABI, 5.1.2 and 5.1.3), without its
 * arguments: kernels are written in C and Rust, modules from outside sometimes in C++. Plain names
 * and names in namespaces or classes are read; anything else leaves the symbol as it is.
 */
final class CppName {
  private static final int MAX_LENGTH = 1_000;
  private static final int MAX_DIGITS = 4;

  private CppName() {}

  /** The name of a symbol that begins with {@code _Z}. */
  static Optional<String> demangle(String symbol) {
    if (symbol.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    boolean nested = symbol.startsWith("N", 2);
    int at = nested ? afterQualifiers(symbol) : 2;
    StringBuilder name = new StringBuilder();
    do {
      int digits = at;
      while (digits < symbol.length() && isDigit(symbol.charAt(digits))) {
        digits++;
      }
      if (digits == at || digits - at > MAX_DIGITS) {
        return Optional.empty();
      }
      int end = digits + Integer.parseInt(symbol, at, digits, 10);
      if (end > symbol.length() || end == digits) {
        return Optional.empty();
      }
      name.append(name.isEmpty() ? "" : "::").append(symbol, digits, end);
      at = end;
    } while (nested && at < symbol.length() && symbol.charAt(at) != 'E');
    return nested && at == symbol.length() ? Optional.empty() : Optional.of(name.toString());
  }

  /** Past {@code const}, {@code volatile} and what an object is referred by. */
  private static int afterQualifiers(String symbol) {
    int at = 3;
    while (at < symbol.length() && "rVKRO".indexOf(symbol.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
