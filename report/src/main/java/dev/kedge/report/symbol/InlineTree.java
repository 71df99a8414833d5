package dev.kedge.report.symbol;

import java.util.Arrays;

/**
 * The calls inlined into one function, each with the places its code is at. Some fifty bytes a
 * call. Immutable once read.
 */
final class InlineTree {
  private static final int MAX_DEPTH = 4096;

  /** In place of a call: the function itself. */
  static final int FUNCTION = -1;

  private int[] parents = new int[4];
  private long[] entries = new long[4];
  private int calls;

  private long[] lows = new long[4];
  private int[] lengths = new int[4];
  private int[] callOf = new int[4];
  private int pieces;

  private InlineTree() {}

  /**
   * Reads a function's entries.
   *
   * @param function offset of the function's entry
   */
  static InlineTree read(EntryReader reader, AddressRanges ranges, Unit unit, long function) {
    InlineTree tree = new InlineTree();
    Entry entry = new Entry();
    reader.scan(unit, function, entry);
    int[] open = new int[8];
    open[0] = FUNCTION;
    int depth = entry.children ? 1 : 0;
    long at = entry.next;
    while (depth > 0 && at < unit.end()) {
      long offset = at;
      reader.scan(unit, at, entry);
      at = entry.next;
      if (entry.end) {
        depth--;
        continue;
      }
      boolean nested = entry.tag == Entry.SUBPROGRAM && entry.children;
      if (nested && entry.sibling > at && entry.sibling <= unit.end()) {
        at = entry.sibling;
        continue;
      }
      int call = open[depth - 1];
      if (entry.tag == Entry.INLINED_SUBROUTINE && entry.hasCode()) {
        call = tree.add(call, offset);
        int inlined = call;
        ranges.each(
            unit,
            unit.root(),
            entry,
            (low, high) -> {
              tree.piece(low, high, inlined);
              return true;
            });
      }
      if (entry.children) {
        if (depth == MAX_DEPTH) {
          throw new SymbolException("entry 0x%x is nested too deeply".formatted(offset));
        }
        open = depth == open.length ? Arrays.copyOf(open, 2 * depth) : open;
        open[depth++] = call;
      }
    }
    return tree.trimmed();
  }

  private int add(int parent, long entry) {
    if (calls == parents.length) {
      parents = Arrays.copyOf(parents, 2 * calls);
      entries = Arrays.copyOf(entries, 2 * calls);
    }
    parents[calls] = parent;
    entries[calls] = entry;
    return calls++;
  }

  private void piece(long low, long high, int call) {
    long length = high - low;
    if (length <= 0 || length > Integer.MAX_VALUE) {
      return;
    }
    if (pieces == lows.length) {
      lows = Arrays.copyOf(lows, 2 * pieces);
      lengths = Arrays.copyOf(lengths, 2 * pieces);
      callOf = Arrays.copyOf(callOf, 2 * pieces);
    }
    lows[pieces] = low;
    lengths[pieces] = (int) length;
    callOf[pieces++] = call;
  }

  private InlineTree trimmed() {
    parents = Arrays.copyOf(parents, calls);
    entries = Arrays.copyOf(entries, calls);
    lows = Arrays.copyOf(lows, pieces);
    lengths = Arrays.copyOf(lengths, pieces);
    callOf = Arrays.copyOf(callOf, pieces);
    return this;
  }

  /** Memory in the heap. */
  long bytes() {
    return 12L * calls + 16L * pieces + 160;
  }

  /** The innermost call whose code an address is in; a call stands behind those around it. */
  int innermost(long address) {
    for (int i = lows.length - 1; i >= 0; i--) {
      if (Long.compareUnsigned(address - lows[i], lengths[i]) < 0) {
        return callOf[i];
      }
    }
    return FUNCTION;
  }

  /** The call a call was inlined into, or {@link #FUNCTION}. */
  int parent(int call) {
    return parents[call];
  }

  /** Offset of a call's entry. */
  long entry(int call) {
    return entries[call];
  }
}
