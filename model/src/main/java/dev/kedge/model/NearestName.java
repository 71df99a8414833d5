package dev.kedge.model;

import java.util.Collection;
import java.util.Optional;

/** Finds the known name a misspelt one was meant to be, by their edit distance. */
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

  /** Letters to insert, drop, change or swap with their neighbour (optimal string alignment). */
  private static int distance(String a, String b) {
    int[][] table = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        table[i][j] = i == 0 || j == 0 ? i + j : cheapest(table, a, i, b, j);
      }
    }
    return table[a.length()][b.length()];
  }

  private static int cheapest(int[][] table, String a, int i, String b, int j) {
    char x = a.charAt(i - 1);
    char y = b.charAt(j - 1);
    int change = table[i - 1][j - 1] + (x == y ? 0 : 1);
    int cheapest = Math.min(change, 1 + Math.min(table[i - 1][j], table[i][j - 1]));
    boolean swapped = i > 1 && j > 1 && x == b.charAt(j - 2) && a.charAt(i - 2) == y;
    return swapped ? Math.min(cheapest, table[i - 2][j - 2] + 1) : cheapest;
  }
}
