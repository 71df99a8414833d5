package dev.kedge.patches;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code Key: value} line of a commit message.
 *
 * <p>Unlike {@code git interpret-trailers}, lines outside the last paragraph count as well: stable
 * trees put notes and a second block of sign-offs below the original ones.
 *
 * @param key as written, such as {@code Signed-off-by}
 * @param value the rest of the line, trimmed; lines folded below it (indented) are joined by a
 *     blank
 * @param line the line of the body, 0 for the first
 */
public record Trailer(String key, String value, int line) {
  /** Messages with more are cut: nobody signs off a patch ten thousand times. */
  private static final int MAX_TRAILERS = 10_000;

  private static final Pattern LINE =
      Pattern.compile("^([A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*)[ \\t]?:(?:[ \\t]+|$)(.*)$");

  /** Says whether the key is this one; case does not matter. */
  public boolean is(String name) {
    return key.equalsIgnoreCase(name);
  }

  /** All trailer-like lines of a body, in their order. */
  public static List<Trailer> of(String body) {
    List<Trailer> trailers = new ArrayList<>();
    int number = 0;
    boolean folds = false;
    for (String line : (Iterable<String>) body.lines()::iterator) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        trailers.add(new Trailer(matcher.group(1), matcher.group(2).strip(), number));
        folds = true;
      } else if (folds && isFolded(line)) {
        Trailer last = trailers.removeLast();
        trailers.add(new Trailer(last.key, (last.value + " " + line.strip()).strip(), last.line));
      } else {
        folds = false;
      }
      if (trailers.size() == MAX_TRAILERS) {
        break;
      }
      number++;
    }
    return List.copyOf(trailers);
  }

  private static boolean isFolded(String line) {
    return !line.isBlank() && (line.charAt(0) == ' ' || line.charAt(0) == '\t');
  }
}
