package dev.kedge.report.symbol;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** One table of {@code .debug_abbrev}: the shapes of a unit's entries (DWARF 5, 7.5.3). */
final class Abbreviations {
  /**
   * The shape of an entry.
   *
   * @param attributes attribute, form and implicit value, three a piece
   */
  record Shape(int tag, boolean children, long[] attributes) {}

  private static final int IMPLICIT_CONST = 0x21;
  private static final int MAX_SHAPES = 1 << 20;
  private static final int MAX_ATTRIBUTES = 512;

  private final Map<Long, Shape> shapes = new HashMap<>();

  /** Reads the table at the cursor. */
  Abbreviations(Cursor in) {
    for (long code = in.uleb(); code != 0; code = in.uleb()) {
      int tag = (int) in.uleb();
      boolean children = in.u8() != 0;
      long[] buffer = new long[3 * MAX_ATTRIBUTES];
      int used = 0;
      while (true) {
        long attribute = in.uleb();
        long form = in.uleb();
        long value = form == IMPLICIT_CONST ? in.sleb() : 0;
        if (attribute == 0 && form == 0) {
          break;
        }
        if (used == buffer.length) {
          throw in.bad("entry with more than " + MAX_ATTRIBUTES + " attributes", in.at());
        }
        buffer[used++] = attribute;
        buffer[used++] = form;
        buffer[used++] = value;
      }
      shapes.put(code, new Shape(tag, children, Arrays.copyOf(buffer, used)));
      if (shapes.size() > MAX_SHAPES) {
        throw in.bad("too many shapes", in.at());
      }
      if (in.atEnd()) {
        return;
      }
    }
  }

  /** The shape of a code. */
  Shape shape(long code, Cursor at) {
    Shape shape = shapes.get(code);
    if (shape == null) {
      throw at.bad("entry of unknown shape " + code, at.at());
    }
    return shape;
  }
}
