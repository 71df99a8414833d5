package dev.kedge.report.line;

/**
 * Character classes of kernel text. The classes of {@link Character} take in the digits and letters
 * of all scripts, which no kernel prints as part of a number or a name.
 */
public final class Ascii {
  private Ascii() {}

  /** True for 0 to 9. */
  public static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** True for 0 to 9, a to f and A to F. */
  public static boolean isHexDigit(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  /** True for the ten digits and the letters a to z and A to Z. */
  public static boolean isAlphanumeric(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** True when the text is one or more digits. */
  public static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
