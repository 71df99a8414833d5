package dev.kedge.model;

/**
 * Makes untrusted text safe to repeat in an error message, a log line or a terminal: kernel logs
 * and requests are written by others and may carry control characters or be endless.
 */
public final class Printable {
  private Printable() {}

  /**
   * The text with control and format characters shown as {@code \\uXXXX}, cut at {@code maxLength}
   * characters of the input with an ellipsis.
   */
  public static String of(String text, int maxLength) {
    int end = Math.min(text.length(), maxLength);
    StringBuilder out = new StringBuilder(end + 16);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return end < text.length() ? out.append('…').toString() : out.toString();
  }
}
