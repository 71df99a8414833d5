package dev.kedge.report.rules;

import dev.kedge.report.line.LineIndex;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Finds the lines that hold any of a set of literals in one pass over the bytes: the automaton of
 * Aho and Corasick ("Efficient string matching", CACM 18, 1975), stored as a full transition table
 * with a column for each character that occurs in a literal and one for all others: the agent holds
 * it on every host. Most logs hold no report at all, so this pass decides the speed of the parser.
 * Immutable.
 */
final class NeedleScanner {
  private static final int BYTES = 256;

  /** Column of the characters that are in no literal. */
  private static final int OTHERS = 0;

  private static final BitSet NOTHING = new BitSet(0);

  /** The column of each byte. */
  private final byte[] columns = new byte[BYTES];

  /** How many columns a state has. */
  private final int width;

  private final char[] next;
  private final boolean[] accepts;
  private final List<BitSet> found;

  /** The automaton for literals of ASCII characters without line feeds; none may be empty. */
  NeedleScanner(List<String> needles) {
    int used = OTHERS;
    for (String needle : needles) {
      for (byte b : needle.getBytes(StandardCharsets.US_ASCII)) {
        if (columns[b] == OTHERS) {
          columns[b] = (byte) ++used;
        }
      }
    }
    width = used + 1;
    List<int[]> tree = new ArrayList<>();
    List<BitSet> hits = new ArrayList<>();
    tree.add(emptyRow());
    hits.add(new BitSet(0));
    for (int needle = 0; needle < needles.size(); needle++) {
      int state = 0;
      for (byte b : needles.get(needle).getBytes(StandardCharsets.US_ASCII)) {
        int to = tree.get(state)[columns[b]];
        if (to < 0) {
          to = tree.size();
          tree.get(state)[columns[b]] = to;
          tree.add(emptyRow());
          hits.add(new BitSet(0));
        }
        state = to;
      }
      hits.get(state).set(needle);
    }
    if (tree.size() > Character.MAX_VALUE) {
      throw new IllegalArgumentException("too many literals: " + tree.size() + " states");
    }
    link(tree, hits);
    next = new char[tree.size() * width];
    accepts = new boolean[tree.size()];
    for (int state = 0; state < tree.size(); state++) {
      for (int column = 0; column < width; column++) {
        next[state * width + column] = (char) tree.get(state)[column];
      }
      accepts[state] = !hits.get(state).isEmpty();
    }
    found = hits.stream().map(set -> set.isEmpty() ? NOTHING : set).toList();
  }

  private int[] emptyRow() {
    int[] row = new int[width];
    Arrays.fill(row, -1);
    return row;
  }

  /** Turns the tree of literals into a complete automaton, breadth first along failure links. */
  private void link(List<int[]> tree, List<BitSet> hits) {
    int[] failure = new int[tree.size()];
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    for (int column = 0; column < width; column++) {
      int to = tree.get(0)[column];
      if (to < 0) {
        tree.get(0)[column] = 0;
      } else {
        queue.add(to);
      }
    }
    while (!queue.isEmpty()) {
      int state = queue.remove();
      hits.get(state).or(hits.get(failure[state]));
      for (int column = 0; column < width; column++) {
        int to = tree.get(state)[column];
        int fallback = tree.get(failure[state])[column];
        if (to < 0) {
          tree.get(state)[column] = fallback;
        } else {
          failure[to] = fallback;
          queue.add(to);
        }
      }
    }
  }

  /** Cuts a log into lines and notes the literals of each, in one pass. */
  LineIndex index(byte[] bytes) {
    LineIndex index =
        new LineIndex(
            bytes.length > 0 && bytes[bytes.length - 1] == '\n' ? bytes.length - 1 : bytes.length);
    int state = 0;
    int start = 0;
    BitSet hits = null;
    boolean own = false;
    for (int i = 0; i < bytes.length; i++) {
      byte b = bytes[i];
      state = next[state * width + columns[b & 0xff]];
      if (b == '\n') {
        index.add(start, hits);
        start = i + 1;
        hits = null;
      } else if (accepts[state]) {
        if (hits == null) {
          // Most lines that hold a literal hold one: the automaton's own set does for them.
          hits = found.get(state);
          own = false;
        } else {
          hits = own ? hits : (BitSet) hits.clone();
          own = true;
          hits.or(found.get(state));
        }
      }
    }
    if (start < bytes.length) {
      index.add(start, hits);
    }
    return index;
  }

  /** The literals found in a text, as indexes into the constructor's list. */
  BitSet scan(String text) {
    BitSet result = new BitSet(0);
    int state = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      state = c < BYTES ? next[state * width + columns[c]] : 0;
      if (accepts[state]) {
        result.or(found.get(state));
      }
    }
    return result;
  }
}
