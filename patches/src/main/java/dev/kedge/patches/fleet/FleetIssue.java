package dev.kedge.patches.fleet;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An issue seen in the fleet.
 *
 * @param title the title of its kernel reports, such as {@code WARNING in ext4_dirty_folio}
 * @param hosts on how many hosts it was seen
 * @param occurrences how often it was seen
 */
public record FleetIssue(String title, long hosts, long occurrences) {
  /** The blamed function ends a title, behind "in" or "at" (the public corpus' convention). */
  private static final Pattern FUNCTION =
      Pattern.compile("\\b(?:in|at) ([A-Za-z_][A-Za-z0-9_.]{2,100})(?: \\(\\d+\\))?$");

  /** The function the title blames, without a compiler's suffix. */
  public Optional<String> function() {
    Matcher matcher = FUNCTION.matcher(title);
    if (!matcher.find()) {
      return Optional.empty();
    }
    String name = matcher.group(1);
    int dot = name.indexOf('.');
    return Optional.of(dot < 0 ? name : name.substring(0, dot));
  }
}
