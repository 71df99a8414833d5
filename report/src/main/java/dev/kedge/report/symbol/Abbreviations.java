package dev.kedge.report.symbol;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * One table of {@code .debug_abbrev}: the shapes of a unit's entries (DWARF 5, 7.5.3). Read as far
 * as entries ask for it: of most units only the first shape is wanted. Not thread-safe.
 */
final class Abbreviations {
  private static final int IMPLICIT_CONST = 0x21;
  private static final int MAX_SHAPES = 1 << 20;
  private static final int MAX_ATTRIBUTES = 512;

  private final Map<Long, Shape> shapes = new HashMap<>();
  private final Cursor in;
  private final Work work;
  private boolean atEnd;

  /** The table at the cursor. */
  Abbreviations(Cursor in, Work work) {
    this.in = in;
    this.work = work;
  }

  /** The shape of a code. */
  Shape shape(long code, Cursor entry) {
    Shape known = shapes.get(code);
    while (known == null && !atEnd) {
      readNext();
      known = shapes.get(code);
    }
    if (known == null) {
      throw entry.bad("entry of unknown shape " + code, entry.at());
    }
    return known;
  }

  private void readNext() {
    long start = in.at();
    long code = in.atEnd() ? 0 : in.uleb();
    if (code == 0) {
      atEnd = true;
      return;
    }
    int tag = (int) in.uleb();
    boolean children = in.u8() != 0;
    int[] names = new int[8];
    int[] forms = new int[8];
    long[] values = new long[8];
    int count = 0;
    while (true) {
      long attribute = in.uleb();
      long form = in.uleb();
      long value = form == IMPLICIT_CONST ? in.sleb() : 0;
      if (attribute == 0 && form == 0) {
        break;
      }
      if (count == MAX_ATTRIBUTES) {
        throw in.bad("entry with more than " + MAX_ATTRIBUTES + " attributes", in.at());
      }
      if (count == names.length) {
        names = Arrays.copyOf(names, 2 * count);
        forms = Arrays.copyOf(forms, 2 * count);
        values = Arrays.copyOf(values, 2 * count);
      }
      names[count] = (int) attribute;
      forms[count] = (int) form;
      values[count++] = value;
    }
    work.spend(in.at() - start);
    shapes.put(
        code,
        new Shape(
            tag,
            children,
            Arrays.copyOf(names, count),
            Arrays.copyOf(forms, count),
            Arrays.copyOf(values, count)));
    if (shapes.size() > MAX_SHAPES) {
      throw in.bad("too many shapes", in.at());
    }
  }
}
