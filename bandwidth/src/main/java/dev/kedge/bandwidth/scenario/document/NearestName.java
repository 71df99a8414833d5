package dev.kedge.bandwidth.scenario.document;

import java.util.Collection;
import java.util.Optional;

/** Finds the known name a misspelt one was meant to be, by Levenshtein distance. */
public final class NearestName {
  private static final int LONGEST = 60;

  private NearestName() {}

  /** The closest of the known names, if one is closer than half the length of what was written. */
  public static Optional<String> of(String written, Collection<String> known) {
    if (written.length() > LONGEST) {
      return Optional.empty();
    }
    int best = written.length() / 2 + 1;
    String nearest = "";
    for (String name : known) {
      int distance = name.length() > LONGEST ? best : distance(written, name);
      if (distance < best) {
        best = distance;
        nearest = name;
      }
    }
    return nearest.isEmpty() ? Optional.empty() : Optional.of(nearest);
  }

  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(previous[j - 1] + change, 1 + Math.min(previous[j], row[j - 1]));
      }
      previous = row;
    }
    return previous[b.length()];
  }
}
