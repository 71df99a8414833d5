package dev.kedge.profile.demangle;

/**
 * A type as it is written around a name: {@code int (*} before it and {@code )(char)} after it.
 *
 * @param before what comes before the name
 * @param after what comes after
 * @param wraps whether a pointer to it must be in parentheses (functions and arrays)
 */
record CppType(String before, String after, boolean wraps) {
  static CppType of(String text) {
    return new CppType(text, "", false);
  }

  String text() {
    return before + after;
  }

  /** A pointer or reference to it. */
  CppType to(String mark) {
    if (!wraps) {
      if (mark.startsWith("&") && before.endsWith("&") && after.isEmpty()) {
        // References collapse: only && to && stays one.
        String base = before.replaceFirst("&+$", "");
        return of(base + (mark.equals("&&") && before.endsWith("&&") ? "&&" : "&"));
      }
      return new CppType(before + mark, after, false);
    }
    return new CppType(before + " (" + mark, ")" + after, false);
  }

  /** With const, volatile or the like. */
  CppType with(String qualifier) {
    return wraps && after.startsWith("(")
        ? new CppType(before, after + " " + qualifier, true)
        : new CppType(before + " " + qualifier, after, wraps);
  }
}
