package dev.kedge.patches.provenance;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words in capitals in front of a subject, as Android (kernel/common README), ChromeOS (kernel_faq)
 * and Ubuntu (StablePatchFormat) use them: {@code BACKPORT: FROMGIT(net-next): ...}.
 */
record SubjectTags(Set<Tag> tags) {
  /** What a word says of the origin. */
  enum Tag {
    UPSTREAM,
    BACKPORT,
    FROMGIT,
    FROMLIST,
    DOWNSTREAM
  }

  private static final int MAX_WORDS = 4;
  private static final SubjectTags NONE = new SubjectTags(Set.of());
  private static final Pattern WORD =
      Pattern.compile(
          "^\\s*\\[?([A-Z][A-Z0-9_-]{2,20})(?:\\([^)]{0,80}\\))?(?::\\s*|\\]\\s*:?\\s*)");
  private static final Pattern SAUCE =
      Pattern.compile(
          "^(?:UBUNTU|Debian|SAUCE)\\s*:?\\s*(?:SAUCE|\\[)?.*", Pattern.CASE_INSENSITIVE);

  private static final Map<String, Tag> MEANING =
      Map.ofEntries(
          Map.entry("UPSTREAM", Tag.UPSTREAM),
          Map.entry("BACKPORT", Tag.BACKPORT),
          Map.entry("BACKPORTED", Tag.BACKPORT),
          Map.entry("FROMGIT", Tag.FROMGIT),
          Map.entry("FROMLIST", Tag.FROMLIST),
          Map.entry("ANDROID", Tag.DOWNSTREAM),
          Map.entry("CHROMIUM", Tag.DOWNSTREAM),
          Map.entry("CHROMEOS", Tag.DOWNSTREAM),
          Map.entry("VENDOR", Tag.DOWNSTREAM),
          Map.entry("INTERNAL", Tag.DOWNSTREAM),
          Map.entry("DOWNSTREAM", Tag.DOWNSTREAM),
          Map.entry("NOUPSTREAM", Tag.DOWNSTREAM),
          Map.entry("UBUNTU", Tag.DOWNSTREAM),
          Map.entry("SAUCE", Tag.DOWNSTREAM));

  static SubjectTags of(String subject) {
    if (!mayBegin(subject)) {
      return NONE;
    }
    Set<Tag> tags = EnumSet.noneOf(Tag.class);
    String rest = subject;
    for (int i = 0; i < MAX_WORDS; i++) {
      Matcher word = WORD.matcher(rest);
      if (!word.lookingAt()) {
        break;
      }
      String name = word.group(1).toUpperCase(Locale.ROOT);
      Tag tag = MEANING.get(name);
      if (tag != null) {
        tags.add(tag);
      }
      rest = rest.substring(word.end());
    }
    // Ubuntu marks its own patches SAUCE and its packaging UBUNTU:, but "UBUNTU: UPSTREAM:" is one.
    if (tags.contains(Tag.DOWNSTREAM) && tags.size() > 1 && SAUCE.matcher(subject).lookingAt()) {
      tags.remove(Tag.DOWNSTREAM);
    }
    return new SubjectTags(tags);
  }

  /** Says cheaply whether a word in capitals may stand in front. */
  private static boolean mayBegin(String subject) {
    for (int i = 0; i + 1 < subject.length(); i++) {
      char c = subject.charAt(i);
      if (c != '[' && !Character.isWhitespace(c)) {
        return c >= 'A' && c <= 'Z' && isWordPart(subject.charAt(i + 1));
      }
    }
    return false;
  }

  private static boolean isWordPart(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  }

  boolean has(Tag tag) {
    return tags.contains(tag);
  }
}
