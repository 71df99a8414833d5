package dev.kedge.report.symbol;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One table of {@code .debug_abbrev}: the shapes of a unit's entries (DWARF 5, 7.5.3). */
final class Abbreviations {
  /**
   * One attribute of a shape.
   *
   * @param value of a form that has it here, not in the entry
   */
  record Attribute(int name, int form, long value) {}

  /** The shape of an entry. */
  record Shape(int tag, boolean children, List<Attribute> attributes) {
    Shape {
      attributes = List.copyOf(attributes);
    }
  }

  private static final int IMPLICIT_CONST = 0x21;
  private static final int MAX_SHAPES = 1 << 20;
  private static final int MAX_ATTRIBUTES = 512;

  private final Map<Long, Shape> shapes = new HashMap<>();

  /** Reads the table at the cursor. */
  Abbreviations(Cursor in) {
    for (long code = in.uleb(); code != 0; code = in.uleb()) {
      int tag = (int) in.uleb();
      boolean children = in.u8() != 0;
      List<Attribute> attributes = new ArrayList<>();
      while (true) {
        long attribute = in.uleb();
        long form = in.uleb();
        long value = form == IMPLICIT_CONST ? in.sleb() : 0;
        if (attribute == 0 && form == 0) {
          break;
        }
        if (attributes.size() == MAX_ATTRIBUTES) {
          throw in.bad("entry with more than " + MAX_ATTRIBUTES + " attributes", in.at());
        }
        attributes.add(new Attribute((int) attribute, (int) form, value));
      }
      shapes.put(code, new Shape(tag, children, attributes));
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
