package dev.kedge.verify.kernel;

/**
 * A version of a Debian package, ordered as dpkg orders them (deb-version(7)): digits as numbers,
 * {@code ~} before everything, even the end, and letters before other characters.
 *
 * @param text as the package has it, without an epoch (kernels have none)
 */
record DebianVersion(String text) implements Comparable<DebianVersion> {
  /** The version of the kernel itself, without the revision of the package. */
  String upstream() {
    int dash = text.lastIndexOf('-');
    return dash < 0 ? text : text.substring(0, dash);
  }

  private String revision() {
    int dash = text.lastIndexOf('-');
    return dash < 0 ? "" : text.substring(dash + 1);
  }

  /** Says whether it is what a user means by a text: itself, or the beginning of its numbers. */
  boolean isMeantBy(String query) {
    return text.equals(query)
        || upstream().equals(query)
        || upstream().startsWith(query + ".")
        || upstream().startsWith(query + "~");
  }

  @Override
  public int compareTo(DebianVersion other) {
    int byUpstream = compare(upstream(), other.upstream());
    return byUpstream != 0 ? byUpstream : compare(revision(), other.revision());
  }

  private static int compare(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() || j < b.length()) {
      while ((i < a.length() && !digit(a, i)) || (j < b.length() && !digit(b, j))) {
        int order = Integer.compare(order(a, i), order(b, j));
        if (order != 0) {
          return order;
        }
        i++;
        j++;
      }
      int endA = endOfNumber(a, i);
      int endB = endOfNumber(b, j);
      int order = compareNumbers(a.substring(i, endA), b.substring(j, endB));
      if (order != 0) {
        return order;
      }
      i = endA;
      j = endB;
    }
    return 0;
  }

  private static boolean digit(String text, int at) {
    return text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  private static int order(String text, int at) {
    if (at >= text.length() || digit(text, at)) {
      return 0;
    }
    char c = text.charAt(at);
    if (c == '~') {
      return -1;
    }
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? c : c + 0x10000;
  }

  private static int endOfNumber(String text, int from) {
    int end = from;
    while (end < text.length() && digit(text, end)) {
      end++;
    }
    return Math.max(end, Math.min(from, text.length()));
  }

  private static int compareNumbers(String a, String b) {
    String left = a.replaceFirst("^0+", "");
    String right = b.replaceFirst("^0+", "");
    return left.length() != right.length()
        ? Integer.compare(left.length(), right.length())
        : left.compareTo(right);
  }
}
