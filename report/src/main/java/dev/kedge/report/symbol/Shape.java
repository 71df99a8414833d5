package dev.kedge.report.symbol;

/** What an entry of some code consists of. Not thread-safe. */
final class Shape {
  private static final int VARIABLE = -1;
  private static final int UNASKED = -2;

  private final int tag;
  private final boolean children;
  private final int[] names;
  private final int[] forms;
  private final long[] values;
  private int lengthFor = UNASKED;
  private int length;

  /** Takes the arrays over, one element for each attribute. */
  Shape(int tag, boolean children, int[] names, int[] forms, long[] values) {
    this.tag = tag;
    this.children = children;
    this.names = names;
    this.forms = forms;
    this.values = values;
  }

  int tag() {
    return tag;
  }

  boolean children() {
    return children;
  }

  int attributes() {
    return names.length;
  }

  int name(int attribute) {
    return names[attribute];
  }

  int form(int attribute) {
    return forms[attribute];
  }

  /** The value of an attribute that has it here, not in the entry. */
  long value(int attribute) {
    return values[attribute];
  }

  /** Bytes of its entries behind their code in units of some format; -1 where they differ. */
  int fixedLength(Unit unit) {
    int format =
        unit.addressSize() | (unit.wide() ? 1 << 8 : 0) | (unit.version() <= 2 ? 1 << 9 : 0);
    if (lengthFor != format) {
      lengthFor = format;
      length = measure(unit);
    }
    return length;
  }

  private int measure(Unit unit) {
    int sum = 0;
    for (int form : forms) {
      int bytes = bytes(form, unit);
      if (bytes == VARIABLE) {
        return VARIABLE;
      }
      sum += bytes;
    }
    return sum;
  }

  private static int bytes(int form, Unit unit) {
    int offset = unit.wide() ? 8 : 4;
    return switch (form) {
      case 0x01 -> unit.addressSize();
      case 0x0b, 0x0c, 0x11, 0x25, 0x29 -> 1;
      case 0x05, 0x12, 0x26, 0x2a -> 2;
      case 0x27, 0x2b -> 3;
      case 0x06, 0x13, 0x1c, 0x28, 0x2c -> 4;
      case 0x07, 0x14, 0x20, 0x24 -> 8;
      case 0x0e, 0x17, 0x1d, 0x1f, 0x1f20, 0x1f21 -> offset;
      case 0x10 -> unit.version() <= 2 ? unit.addressSize() : offset;
      case 0x19, 0x21 -> 0;
      case 0x1e -> 16;
      default -> VARIABLE;
    };
  }
}
