package dev.kedge.patches.check;

/**
 * A pattern of paths: {@code ?} stands for one character of a name, {@code *} for any number of
 * them, {@code **} for any number of any characters. Takes time in proportion to pattern times
 * path, whatever the two are.
 */
final class PathGlob {
  private final String pattern;
  private final int literal;

  PathGlob(String pattern) {
    this.pattern = pattern;
    int end = 0;
    while (end < pattern.length() && pattern.charAt(end) != '*' && pattern.charAt(end) != '?') {
      end++;
    }
    this.literal = end;
  }

  /** Says whether the whole path from {@code start} matches. */
  boolean matches(String path, int start) {
    if (!path.regionMatches(start, pattern, 0, literal)) {
      return false;
    }
    int from = start + literal;
    int length = path.length() - from;
    // ends[i]: what was read of the pattern so far matches the first i characters of the rest.
    boolean[] ends = new boolean[length + 1];
    ends[0] = true;
    for (int at = literal; at < pattern.length(); at++) {
      char c = pattern.charAt(at);
      if (c == '*') {
        boolean all = at + 1 < pattern.length() && pattern.charAt(at + 1) == '*';
        at += all ? 1 : 0;
        for (int i = 1; i <= length; i++) {
          ends[i] |= ends[i - 1] && (all || path.charAt(from + i - 1) != '/');
        }
      } else {
        for (int i = length; i > 0; i--) {
          char read = path.charAt(from + i - 1);
          ends[i] = ends[i - 1] && (c == '?' ? read != '/' : read == c);
        }
        ends[0] = false;
      }
    }
    return ends[length];
  }

  @Override
  public String toString() {
    return pattern;
  }
}
