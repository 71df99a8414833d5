package dev.kedge.verify.export;

/** Text from guests made fit for one line: control characters become visible. */
final class OneLine {
  private OneLine() {}

  static String of(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (c < 0x20) {
            line.appendCodePoint(0x2400 + c);
          } else if (Character.getType(c) == Character.SURROGATE
              || Character.isISOControl(c)
              || c == 0xFFFE
              || c == 0xFFFF
              || c == 0x2028
              || c == 0x2029) {
            line.append('\uFFFD');
          } else {
            line.appendCodePoint(c);
          }
        });
    return line.toString();
  }
}
