package dev.kedge.patches.provenance;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what a commit takes back or brings in again: {@code git revert}'s wording, the stable
 * tree's {@code which is commit Y upstream}, {@code Reapply "..."}.
 */
final class RevertLines {
  private static final int MAX_REVERTS = 256;
  private static final Pattern SUBJECT =
      Pattern.compile(
          "^(?:[^\"]{0,60}[:\\s])?(revert(?:s|ed)?|reapply|re-apply)[:\\s]+\"(.*)\"?\\s*$");
  private static final Pattern BODY =
      Pattern.compile(
          "\\b(?:(?:this|it|that)\\s+)?(?:partial(?:ly)?\\s+)?(reverts?|reverting|reapply|reapplies|re-applies)"
              + "\\s*:?\\s+(?:upstream\\s+|the\\s+)?commits?\\s*:?\\s+<?([0-9a-f]{7,64})\\b");
  private static final Pattern WHICH_IS =
      Pattern.compile(
          "(?:which\\s+is|which\\s+was|which\\s+became)\\s+(?:upstream\\s+)?commit\\s+([0-9a-f]{7,64})");

  private final List<RevertReference> references = new ArrayList<>();
  private final BitSet covered = new BitSet();

  /** Reads a message. */
  RevertLines(String subject, String body, List<String> lines) {
    boolean mentioned = mentions(body);
    Optional<RevertReference> named = bySubject(subject);
    boolean reapplies = named.filter(r -> r.kind() == RevertKind.REAPPLY).isPresent();
    Optional<String> quoted = named.flatMap(r -> r.commit().subject());
    for (int at = 0; mentioned && at < lines.size() && references.size() < MAX_REVERTS; at++) {
      if (mentions(lines.get(at))) {
        paragraph(lines, at, reapplies, quoted);
      }
    }
    if (references.isEmpty()) {
      named.ifPresent(references::add);
    }
  }

  private static boolean mentions(String line) {
    return line.contains("evert") || line.contains("eappl") || line.contains("e-appl");
  }

  /** Reads from this line to the end of its paragraph, where ids of what is reverted stand. */
  private void paragraph(List<String> lines, int from, boolean reapplies, Optional<String> quoted) {
    StringBuilder text = new StringBuilder(lines.get(from).toLowerCase(Locale.ROOT));
    int end = from + 1;
    while (end < lines.size() && end < from + 4 && !lines.get(end).isBlank()) {
      text.append(' ').append(lines.get(end).strip().toLowerCase(Locale.ROOT));
      end++;
    }
    Matcher body = BODY.matcher(text);
    if (!body.find() || body.start() > lines.get(from).length() || body.start() > 60) {
      return;
    }
    // "... which broke X. This was reverted in commit Y" names no revert of this commit's own.
    RevertKind kind =
        reapplies || body.group(1).startsWith("rea") || body.group(1).startsWith("re-")
            ? RevertKind.REAPPLY
            : RevertKind.REVERT;
    add(kind, body.group(2), quoted);
    Matcher which = WHICH_IS.matcher(text);
    while (which.find()) {
      add(kind, which.group(1), quoted);
    }
    covered.set(from, end);
  }

  private void add(RevertKind kind, String hex, Optional<String> subject) {
    RevertReference reference = new RevertReference(kind, new CommitReference(hex, subject));
    if (!references.contains(reference)) {
      references.add(reference);
    }
  }

  private static Optional<RevertReference> bySubject(String subject) {
    if (subject.length() > 2_000 || firstQuote(subject) < 0) {
      return Optional.empty();
    }
    Matcher lower = SUBJECT.matcher(lowered(subject));
    if (!lower.matches()) {
      return Optional.empty();
    }
    String quoted = subject.strip();
    int open = firstQuote(quoted);
    int close = lastQuote(quoted);
    String inner = quoted.substring(open + 1, close > open ? close : quoted.length()).strip();
    boolean again = lower.group(1).startsWith("rea") || lower.group(1).startsWith("re-");
    Optional<RevertReference> nested = bySubject(inner);
    if (!again && nested.isPresent() && nested.get().kind() == RevertKind.REVERT) {
      return Optional.of(new RevertReference(RevertKind.REAPPLY, nested.get().commit()));
    }
    return Optional.of(
        new RevertReference(
            again ? RevertKind.REAPPLY : RevertKind.REVERT,
            new CommitReference("", Optional.of(inner).filter(text -> !text.isEmpty()))));
  }

  private static String lowered(String subject) {
    return subject.replace('\u201c', '"').replace('\u201d', '"').strip().toLowerCase(Locale.ROOT);
  }

  private static int firstQuote(String text) {
    int plain = text.indexOf('"');
    int curly = text.indexOf('\u201c');
    return plain < 0 ? curly : curly < 0 ? plain : Math.min(plain, curly);
  }

  private static int lastQuote(String text) {
    return Math.max(text.lastIndexOf('"'), text.lastIndexOf('\u201d'));
  }

  /** Says whether this line belongs to a sentence about a revert. */
  boolean covers(int line) {
    return covered.get(line);
  }

  /** What is reverted and reapplied. */
  List<RevertReference> references() {
    return List.copyOf(references);
  }

  /** Says whether there is any. */
  boolean any() {
    return !references.isEmpty();
  }
}
