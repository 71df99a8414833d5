package dev.kedge.profile.filter;

import java.util.Optional;

/**
 * A pattern in which {@code *} stands for any characters, none too, and {@code ?} for one; a
 * backslash takes the meaning from what follows it. Matches in time of at most pattern times text.
 * Immutable.
 */
final class Glob {
  private static final char ANY = '*';
  private static final char ONE = '?';

  private final String written;
  private final char[] characters;
  private final boolean[] wild;
  private final int length;

  private Glob(String written) {
    this.written = written;
    this.characters = new char[written.length()];
    this.wild = new boolean[written.length()];
    int count = 0;
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      boolean escaped = c == '\\' && i + 1 < written.length();
      characters[count] = escaped ? written.charAt(++i) : c;
      wild[count] = !escaped && (c == ANY || c == ONE);
      count++;
    }
    this.length = count;
  }

  static Glob of(String written) {
    return new Glob(written);
  }

  String written() {
    return written;
  }

  /** The only text it matches, empty where there may be others. */
  Optional<String> literal() {
    for (int i = 0; i < length; i++) {
      if (wild[i]) {
        return Optional.empty();
      }
    }
    return Optional.of(new String(characters, 0, length));
  }

  /** Whether all of the text is as the pattern says. */
  boolean matches(CharSequence text) {
    int at = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      if (at < length && wild[at] && characters[at] == ANY) {
        star = at++;
        resume = t;
      } else if (at < length && (wild[at] || characters[at] == text.charAt(t))) {
        at++;
        t++;
      } else if (star >= 0) {
        at = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (at < length && wild[at] && characters[at] == ANY) {
      at++;
    }
    return at == length;
  }
}
