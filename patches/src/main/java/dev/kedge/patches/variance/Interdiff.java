package dev.kedge.patches.variance;

import java.util.ArrayList;
import java.util.List;

/**
 * The difference of two sequences of patch lines: what both have, what only upstream has, what only
 * the backport has.
 *
 * <p>A longest common subsequence by dynamic programming after equal ends are taken off (Hunt and
 * McIlroy, "An Algorithm for Differential File Comparison", 1976). Sequences whose table would pass
 * {@value #MAX_CELLS} cells are not aligned: everything between the equal ends counts as different,
 * which can only overstate the variance.
 */
public final class Interdiff {
  private static final int MAX_CELLS = 16 << 20;

  /** Which of the two patches has a line. */
  public enum Side {
    BOTH,
    UPSTREAM,
    BACKPORT
  }

  /**
   * A line of a patch.
   *
   * @param side which patch has it
   * @param text the line with the patch's own mark in front
   */
  public record Line(Side side, String text) {}

  private Interdiff() {}

  /** Aligns the lines. */
  public static List<Line> of(List<String> upstream, List<String> backport) {
    int head = 0;
    int shorter = Math.min(upstream.size(), backport.size());
    while (head < shorter && upstream.get(head).equals(backport.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && upstream
            .get(upstream.size() - 1 - tail)
            .equals(backport.get(backport.size() - 1 - tail))) {
      tail++;
    }
    List<Line> lines = new ArrayList<>(upstream.size() + backport.size());
    upstream.subList(0, head).forEach(text -> lines.add(new Line(Side.BOTH, text)));
    align(
        upstream.subList(head, upstream.size() - tail),
        backport.subList(head, backport.size() - tail),
        lines);
    upstream
        .subList(upstream.size() - tail, upstream.size())
        .forEach(text -> lines.add(new Line(Side.BOTH, text)));
    return lines;
  }

  /** The share of lines both have: twice the common ones over all, 1 for two empty patches. */
  public static double similarity(List<Line> lines) {
    long common = lines.stream().filter(line -> line.side() == Side.BOTH).count();
    long all = common + lines.size();
    return all == 0 ? 1 : 2.0 * common / all;
  }

  private static void align(List<String> up, List<String> down, List<Line> lines) {
    if ((long) (up.size() + 1) * (down.size() + 1) > MAX_CELLS) {
      up.forEach(text -> lines.add(new Line(Side.UPSTREAM, text)));
      down.forEach(text -> lines.add(new Line(Side.BACKPORT, text)));
      return;
    }
    int[][] longest = lengths(up, down);
    int i = 0;
    int j = 0;
    while (i < up.size() || j < down.size()) {
      if (i < up.size() && j < down.size() && up.get(i).equals(down.get(j))) {
        lines.add(new Line(Side.BOTH, up.get(i)));
        i++;
        j++;
      } else if (j == down.size() || (i < up.size() && longest[i + 1][j] >= longest[i][j + 1])) {
        lines.add(new Line(Side.UPSTREAM, up.get(i)));
        i++;
      } else {
        lines.add(new Line(Side.BACKPORT, down.get(j)));
        j++;
      }
    }
  }

  /** The length of the longest common subsequence of what follows each pair of positions. */
  private static int[][] lengths(List<String> up, List<String> down) {
    int[][] longest = new int[up.size() + 1][down.size() + 1];
    for (int i = up.size() - 1; i >= 0; i--) {
      for (int j = down.size() - 1; j >= 0; j--) {
        longest[i][j] =
            up.get(i).equals(down.get(j))
                ? longest[i + 1][j + 1] + 1
                : Math.max(longest[i + 1][j], longest[i][j + 1]);
      }
    }
    return longest;
  }
}
