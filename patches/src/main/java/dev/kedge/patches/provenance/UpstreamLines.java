package dev.kedge.patches.provenance;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the lines that name an upstream commit. */
final class UpstreamLines {
  private static final String HEX = "[0-9a-f]{7,64}";
  private static final String IDS =
      HEX + "(?:(?:\\s*,\\s*(?:and\\s+)?|\\s+and\\s+|\\s*&\\s*)(?:commit\\s+)?" + HEX + ")*";
  private static final Pattern ID = Pattern.compile("(?<![0-9a-z])" + HEX + "(?![0-9a-z])");

  private static final Pattern UPSTREAM =
      Pattern.compile(
          "^\\s*[\\[(]?\\s*(?:(?:this|it)\\s+is\\s+)?(?:(?:partial(?:ly)?|part|backport|half)\\s+(?:of\\s+)?)?"
              + "(?:the\\s+)?(?:linux\\s+)?commits?:?\\s+<?("
              + IDS
              + ")>?(?:\\s*\\(.{0,200}\\)?)?\\s+(?:in\\s+|from\\s+)?(?:linus(?:'|s|'s)*\\s+)?"
              + "(?:upstream|mainline)\\b.{0,200}$");
  private static final Pattern BRACKETED =
      Pattern.compile(
          "^\\s*[\\[(]?\\s*(?:(?:this|it)\\s+is\\s+(?:a\\s+)?(?:backport\\s+of\\s+)?)?(?:the\\s+)?(?:(?:partial|backport(?:ed)?(?:\\s+(?:of|from))?)\\s+)?(?:upstream|mainline)\\s+commit(?:s|["
              + " -]?id)?\\s*:?\\s+<?("
              + IDS
              + ")>?.{0,200}$");
  private static final Pattern PICKED =
      Pattern.compile(
          "^\\s*[\\[(]?\\s*(?:partially\\s+)?(?:cherry[ -]?picked|picked|taken)\\s+from\\s+"
              + "(?:(?:upstream|mainline|stable)\\s+)?(?:commits?:?\\s+)?<?("
              + IDS
              + ")>?\\b.{0,300}$");
  private static final Pattern BACKPORTED =
      Pattern.compile(
          "^\\s*[\\[(]?\\s*(?:partially\\s+)?back[ -]?ported\\s+from\\s+"
              + "(?:(?:upstream|mainline|stable)\\s+)?(?:commits?:?\\s+)?<?("
              + IDS
              + ")>?\\b.{0,300}$");
  private static final Pattern TRAILER =
      Pattern.compile(
          "^\\s*(?:git-commit|alt-commit|upstream-commit|upstream-id|mainline-commit)\\s*:\\s*("
              + IDS
              + ")\\b.{0,200}$");
  private static final Pattern ALONE =
      Pattern.compile("^\\s{0,8}commit:?\\s+([0-9a-f]{40}(?:[0-9a-f]{24})?)\\s*[.;]?$");
  private static final Pattern LINK =
      Pattern.compile(
          "https?://\\S{0,300}(?:/commit/(?:\\?id=)?|[?&;](?:id|h)=)([0-9a-f]{12,64})\\b");

  /** Says cheaply whether a line or a whole message may name an upstream commit. */
  static boolean mayName(String text) {
    return text.contains("ommit")
        || text.contains("OMMIT")
        || text.contains("://")
        || text.contains("from ");
  }

  /** Reads the line, told apart by cheap tests first. */
  void read(List<String> lines, int at, Declarations declared, Consumer<UpstreamReference> found) {
    String line = lines.get(at);
    if (line.length() > 2_000 || line.startsWith(">")) {
      return;
    }
    boolean commit = line.contains("ommit") || line.contains("OMMIT");
    boolean link = line.contains("://");
    if (!commit && !link && !line.contains("from ")) {
      return;
    }
    String lower = line.toLowerCase(Locale.ROOT);
    if (commit || lower.contains("ed from ")) {
      if (commit && (lower.contains("upstream") || lower.contains("mainline"))) {
        if (match(UPSTREAM, lower, UpstreamForm.COMMIT_UPSTREAM, found)
            || match(BRACKETED, lower, UpstreamForm.BRACKETED, found)) {
          return;
        }
      }
      if (match(PICKED, lower, UpstreamForm.CHERRY_PICKED, found)
          || match(BACKPORTED, lower, UpstreamForm.BACKPORTED, found)
          || match(TRAILER, lower, UpstreamForm.GIT_COMMIT, found)) {
        return;
      }
      if (commit && folded(lines, at, lower, found)) {
        return;
      }
      if (commit && match(ALONE, lower, UpstreamForm.COMMIT_LINE, found)) {
        return;
      }
    }
    if (link && declaresLink(lower, declared)) {
      match(LINK, lower, UpstreamForm.LINK, found);
    }
  }

  /** A link stands for the origin in a field that is meant for it. */
  private static boolean declaresLink(String lower, Declarations declared) {
    String start = lower.stripLeading();
    return start.startsWith("upstream")
        || (declared.fromElsewhere()
            && (start.startsWith("reference") || start.startsWith("link")));
  }

  /**
   * A mailer or editor wrapped {@code (cherry picked from commit} or {@code commit X} at its end.
   */
  private static boolean folded(
      List<String> lines, int at, String lower, Consumer<UpstreamReference> found) {
    String start = lower.stripTrailing();
    if (at + 1 >= lines.size() || !(start.endsWith("commit") || start.endsWith("upstream"))) {
      return false;
    }
    String both = start + " " + lines.get(at + 1).strip().toLowerCase(Locale.ROOT);
    return match(PICKED, both, UpstreamForm.CHERRY_PICKED, found)
        || match(BACKPORTED, both, UpstreamForm.BACKPORTED, found)
        || match(BRACKETED, both, UpstreamForm.BRACKETED, found);
  }

  private static boolean match(
      Pattern pattern, String lower, UpstreamForm form, Consumer<UpstreamReference> found) {
    Matcher matcher = pattern.matcher(lower);
    if (!matcher.find()) {
      return false;
    }
    Matcher id = ID.matcher(matcher.group(1));
    boolean any = false;
    while (id.find()) {
      found.accept(new UpstreamReference(form, id.group()));
      any = true;
    }
    return any;
  }
}
