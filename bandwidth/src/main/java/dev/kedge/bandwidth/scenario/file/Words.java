package dev.kedge.bandwidth.scenario.file;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.scenario.document.Node;
import dev.kedge.bandwidth.scenario.document.Place;
import dev.kedge.bandwidth.scenario.document.TimeText;
import dev.kedge.model.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The words of a step or an event, read from left to right. A name with blanks or quotes in it
 * stands between double quotes, with a backslash before a quote or backslash of its own.
 */
final class Words {
  private static final int MAX_NAME = 200;
  private static final Pattern PLAIN = Pattern.compile("[^\\s\"\\\\]+");

  private final Place place;
  private final String text;
  private final List<String> words;
  private int next;

  Words(Place place, String text) {
    this.place = place;
    this.text = text;
    this.words = split(place, text);
  }

  static Words of(Node node, String expected) {
    return new Words(node.place(), node.text(expected));
  }

  Place place() {
    return place;
  }

  boolean more() {
    return next < words.size();
  }

  /** The next word. */
  String next(String expected) {
    if (!more()) {
      throw place.error("'%s' ends where %s was expected".formatted(text, expected));
    }
    return words.get(next++);
  }

  /** Takes the next word if it is this one. */
  boolean take(String word) {
    if (more() && words.get(next).equals(word)) {
      next++;
      return true;
    }
    return false;
  }

  /** The next word as a name: printable and not too long. */
  String name(String what) {
    return name(place, next("the name of a " + what), what);
  }

  /** The next word as a time in nanoseconds. */
  long time(String what) {
    String word = next(what + " such as 5ms");
    return place.refine(() -> TimeText.parse(word));
  }

  /** The next word as a whole number. */
  long number(String what, long min, long max) {
    return number(place, next(what), what, min, max);
  }

  /** Refuses words that are left. */
  void end() {
    if (more()) {
      throw place.error("'%s' is too much in '%s'".formatted(words.get(next), text));
    }
  }

  /** The refusal of a verb that is not among the known. */
  BandwidthException unknown(String what, String verb, Collection<String> known) {
    return place.error(
        "unknown %s '%s'%s"
            .formatted(
                what,
                verb,
                NearestName.of(verb, known)
                    .map(near -> ": did you mean '%s'?".formatted(near))
                    .orElse(": expected one of " + String.join(", ", known))));
  }

  static String name(Place place, String name, String what) {
    if (name.isEmpty() || name.length() > MAX_NAME) {
      throw place.error("the name of a %s has 1 to %d characters".formatted(what, MAX_NAME));
    }
    if (name.chars().anyMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c))) {
      throw place.error("the name of a %s may not hold control characters".formatted(what));
    }
    return name;
  }

  static long number(Place place, String word, String what, long min, long max) {
    String refusal = "%s is '%s': expected a number from %d to %d".formatted(what, word, min, max);
    try {
      long value = Long.parseLong(word);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw place.error(refusal, e);
    }
    throw place.error(refusal);
  }

  /** A word in the form {@link Words} reads back. */
  static String quote(String name) {
    return PLAIN.matcher(name).matches()
        ? name
        : '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static List<String> split(Place place, String text) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (c == '"') {
        at = quoted(place, text, at + 1, words);
      } else {
        int start = at;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
          at++;
        }
        words.add(text.substring(start, at));
      }
    }
    return words;
  }

  private static int quoted(Place place, String text, int start, List<String> words) {
    StringBuilder word = new StringBuilder();
    for (int at = start; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        words.add(word.toString());
        return at + 1;
      }
      if (c == '\\' && at + 1 < text.length()) {
        at++;
      }
      word.append(text.charAt(at));
    }
    throw place.error("a double quote is not closed in '%s'".formatted(text));
  }
}
