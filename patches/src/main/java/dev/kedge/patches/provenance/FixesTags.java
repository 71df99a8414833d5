package dev.kedge.patches.provenance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code Fixes:} tags (Linux, Documentation/process/submitting-patches.rst) in every shape
 * people give them: abbreviations of 7 digits and more, several ids on one line, with or without
 * quotes, folded subjects, links to a commit, a subject alone.
 */
final class FixesTags {
  /** A message with more names nothing of use. */
  private static final int MAX_TAGS = 1000;

  private static final int MAX_FOLDS = 3;
  private static final String USUAL = "Fixes: ";
  private static final Pattern TAG =
      Pattern.compile(
          "^[\\s>*-]{0,8}fixes?(?:\\s*:|\\s+(?=(?:commit\\s+)?[0-9a-f]{8,40}\\b))\\s*(.*)$");
  private static final Pattern ID =
      Pattern.compile("(?<![0-9a-z/_.-])([0-9a-f]{7,64})(?![0-9a-z_])");
  private static final Pattern LINKED_ID =
      Pattern.compile("(?:/commit/(?:\\?id=)?|[?&;](?:id|h)=)([0-9a-f]{7,64})\\b");
  private static final Pattern SUBJECT =
      Pattern.compile("\\(?\\s*[\"\u201c'](.+?)[\"\u201d']\\s*\\)?\\s*\\.?$|\\((.+)\\)\\s*\\.?$");

  private FixesTags() {}

  /** Says cheaply whether a line may hold a tag. */
  static boolean mayBe(String line) {
    for (int i = 0; i < line.length() && i < 9; i++) {
      char c = line.charAt(i);
      if (c == 'F' || c == 'f') {
        return line.regionMatches(true, i, "fix", 0, 3);
      }
      if (c != ' ' && c != '\t' && c != '>' && c != '-' && c != '*') {
        return false;
      }
    }
    return false;
  }

  /** Reads the tag at this line, if there is one, and adds what it names. */
  static void read(List<String> lines, int at, List<CommitReference> found) {
    if (found.size() < MAX_TAGS) {
      usual(lines.get(at)).ifPresentOrElse(found::add, () -> readAny(lines, at, found));
    }
  }

  /** The form of the documentation and nothing else on the line: {@code Fixes: X ("a")}. */
  static Optional<CommitReference> usual(String line) {
    if (!line.startsWith(USUAL) || !line.endsWith("\")")) {
      return Optional.empty();
    }
    int end = USUAL.length();
    while (end < line.length() && isDigit(line.charAt(end))) {
      end++;
    }
    int digits = end - USUAL.length();
    int subject = end + 3;
    if (digits < 7
        || digits > 64
        || !line.startsWith(" (\"", end)
        || line.indexOf("\")", subject - 1) != line.length() - 2
        || !isAscii(line, subject)) {
      return Optional.empty();
    }
    String text = line.substring(subject, line.length() - 2).strip();
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(new CommitReference(line.substring(USUAL.length(), end), Optional.of(text)));
  }

  private static boolean isDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  private static boolean isAscii(String line, int from) {
    for (int i = from; i < line.length(); i++) {
      if (line.charAt(i) < ' ' || line.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  /** Reads any form. */
  static void readAny(List<String> lines, int at, List<CommitReference> found) {
    Matcher tag = TAG.matcher(lines.get(at).toLowerCase(Locale.ROOT));
    if (!tag.matches()) {
      return;
    }
    String value = unfolded(lines, at).substring(Math.min(tag.start(1), lines.get(at).length()));
    String lower = value.toLowerCase(Locale.ROOT);
    int quote = quoteStart(value);
    List<String> ids = ids(lower.substring(0, quote));
    if (ids.isEmpty()) {
      subject(value.substring(quote))
          .filter(text -> lower.startsWith("(\"") || lower.startsWith("\""))
          .ifPresent(text -> found.add(new CommitReference("", Optional.of(text))));
      return;
    }
    // The subject belongs to the id in front of it; ids behind a subject follow as tags of their
    // own.
    for (int i = 0; i < ids.size(); i++) {
      Optional<String> subject =
          i == ids.size() - 1 ? subject(value.substring(quote)) : Optional.empty();
      found.add(new CommitReference(ids.get(i), subject));
    }
    rest(value.substring(quote), found);
  }

  /** {@code X ("a") and Y ("b")}: what follows the first quoted subject. */
  private static void rest(String value, List<CommitReference> found) {
    int end = value.indexOf("\")", 1);
    if (end < 0 || end + 2 >= value.length()) {
      return;
    }
    String rest = value.substring(end + 2);
    int quote = quoteStart(rest);
    List<String> ids = ids(rest.substring(0, quote).toLowerCase(Locale.ROOT));
    ids.forEach(id -> found.add(new CommitReference(id, subject(rest.substring(quote)))));
  }

  private static List<String> ids(String text) {
    List<String> ids = new ArrayList<>();
    Matcher linked = LINKED_ID.matcher(text);
    while (linked.find()) {
      ids.add(linked.group(1));
    }
    if (ids.isEmpty()) {
      Matcher id = ID.matcher(text);
      while (id.find() && ids.size() < 32) {
        ids.add(id.group(1));
      }
    }
    return ids.stream().distinct().toList();
  }

  /** Where the subject begins: at the first parenthesis or quote. */
  private static int quoteStart(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '(' || c == '"' || c == '\'' || c == '\u201c') {
        return i;
      }
    }
    return value.length();
  }

  private static Optional<String> subject(String quoted) {
    int close = quoted.indexOf("\")");
    String one = close < 0 ? quoted : quoted.substring(0, close + 2);
    Matcher matcher = SUBJECT.matcher(one.strip());
    if (!matcher.lookingAt()) {
      return Optional.empty();
    }
    String text = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    return Optional.of(text.strip()).filter(subject -> !subject.isEmpty());
  }

  /** A subject that some mailer wrapped goes on below, until its quotes close. */
  private static String unfolded(List<String> lines, int at) {
    StringBuilder whole = new StringBuilder(lines.get(at));
    for (int i = at + 1; i <= at + MAX_FOLDS && i < lines.size(); i++) {
      boolean open = whole.indexOf("(\"") >= 0 && whole.indexOf("\")") < 0;
      if (!open || lines.get(i).isBlank() || mayBe(lines.get(i))) {
        break;
      }
      whole.append(' ').append(lines.get(i).strip());
    }
    return whole.toString();
  }
}
