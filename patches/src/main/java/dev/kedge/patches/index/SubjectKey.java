package dev.kedge.patches.index;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A 64-bit key by which subjects of the same change meet: origin words in front (Android, ChromeOS,
 * Ubuntu), case, blanks and a full stop at the end do not count. Equal keys are compared as text
 * before anything is concluded.
 */
public final class SubjectKey {
  /** Shorter subjects say too little to be told apart ("fix build", "typo"). */
  public static final int MIN_TELLING_LENGTH = 12;

  private static final Pattern ORIGIN =
      Pattern.compile(
          "^\\s*\\[?(?:UPSTREAM|BACKPORT|FROMGIT|FROMLIST|ANDROID|CHROMIUM|UBUNTU|SAUCE|PATCH)"
              + "(?:\\([^)]{0,80}\\))?(?:\\s*\\]\\s*:?|\\s*:)\\s*");

  private SubjectKey() {}

  /** The form of a subject that is compared. */
  public static String normal(String subject) {
    String text = withoutOrigin(subject);
    StringBuilder normal = new StringBuilder(text.length());
    boolean blank = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isWhitespace(c)) {
        blank = !normal.isEmpty();
      } else {
        if (blank) {
          normal.append(' ');
          blank = false;
        }
        normal.append(Character.toLowerCase(c));
      }
    }
    while (!normal.isEmpty() && normal.charAt(normal.length() - 1) == '.') {
      normal.setLength(normal.length() - 1);
    }
    return normal.toString();
  }

  private static String withoutOrigin(String subject) {
    String text = subject;
    for (int i = 0; i < 4; i++) {
      if (!mayBeOrigin(text)) {
        break;
      }
      Matcher origin = ORIGIN.matcher(text);
      if (!origin.lookingAt()) {
        break;
      }
      text = text.substring(origin.end());
    }
    return text;
  }

  /** The words of origin begin with two capitals. */
  private static boolean mayBeOrigin(String text) {
    if (text.isEmpty() || !Character.isUpperCase(first(text))) {
      return false;
    }
    int second = text.charAt(0) == '[' && text.length() > 1 ? 2 : 1;
    return second < text.length() && Character.isUpperCase(text.charAt(second));
  }

  private static char first(String text) {
    return text.charAt(0) == '[' && text.length() > 1 ? text.charAt(1) : text.charAt(0);
  }

  /** The key of a subject: FNV-1a over the normal form. */
  public static long of(String subject) {
    long hash = 0xcbf29ce484222325L;
    String normal = normal(subject);
    for (int i = 0; i < normal.length(); i++) {
      hash = (hash ^ normal.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }
}
