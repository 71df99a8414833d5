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
 * Aho and Corasick ("Efficient string matching", CACM 18, 1975), stored as a full transition table.
 * Most logs hold no report at all, so this pass decides the speed of the parser. Immutable.
 */
final class NeedleScanner {
  private static final int ALPHABET = 256;

  private final char[] next;
  private final boolean[] accepts;
  private final List<BitSet> found;

  /** The automaton for literals of ASCII characters without line feeds; none may be empty. */
  NeedleScanner(List<String> needles) {
    List<int[]> tree = new ArrayList<>();
    List<BitSet> hits = new ArrayList<>();
    tree.add(emptyRow());
    hits.add(new BitSet());
    for (int needle = 0; needle < needles.size(); needle++) {
      int state = 0;
      for (byte b : needles.get(needle).getBytes(StandardCharsets.ISO_8859_1)) {
        int to = tree.get(state)[b & 0xff];
        if (to < 0) {
          to = tree.size();
          tree.get(state)[b & 0xff] = to;
          tree.add(emptyRow());
          hits.add(new BitSet());
        }
        state = to;
      }
      hits.get(state).set(needle);
    }
    if (tree.size() > Character.MAX_VALUE) {
      throw new IllegalArgumentException("too many literals: " + tree.size() + " states");
    }
    link(tree, hits);
    next = new char[tree.size() * ALPHABET];
    accepts = new boolean[tree.size()];
    for (int state = 0; state < tree.size(); state++) {
      for (int b = 0; b < ALPHABET; b++) {
        next[state * ALPHABET + b] = (char) tree.get(state)[b];
      }
      accepts[state] = !hits.get(state).isEmpty();
    }
    found = List.copyOf(hits);
  }

  private static int[] emptyRow() {
    int[] row = new int[ALPHABET];
    Arrays.fill(row, -1);
    return row;
  }

  /** Turns the tree of literals into a complete automaton, breadth first along failure links. */
  private static void link(List<int[]> tree, List<BitSet> hits) {
    int[] failure = new int[tree.size()];
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    for (int b = 0; b < ALPHABET; b++) {
      int to = tree.get(0)[b];
      if (to < 0) {
        tree.get(0)[b] = 0;
      } else {
        queue.add(to);
      }
    }
    while (!queue.isEmpty()) {
      int state = queue.remove();
      hits.get(state).or(hits.get(failure[state]));
      for (int b = 0; b < ALPHABET; b++) {
        int to = tree.get(state)[b];
        int fallback = tree.get(failure[state])[b];
        if (to < 0) {
          tree.get(state)[b] = fallback;
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
      state = next[state * ALPHABET + (b & 0xff)];
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
      state = c < ALPHABET ? next[state * ALPHABET + c] : 0;
      if (accepts[state]) {
        result.or(found.get(state));
      }
    }
    return result;
  }
}
