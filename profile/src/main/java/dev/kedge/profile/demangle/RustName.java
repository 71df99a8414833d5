package dev.kedge.profile.demangle;

/**
 * Rust v0 names (RFC 2603). Crate hashes, disambiguators and the instantiating crate are left out,
 * as rustc's own short form does; constants and punycode are shown as far as they are plain.
 */
final class RustName {
  private static final int MAX_OUTPUT = 8_192;

  private final MangledText in;
  private final StringBuilder out = new StringBuilder();
  private final int start;
  private int silent;

  RustName(String symbol) {
    // Positions of back references count from behind the prefix.
    this.start = 2;
    this.in = new MangledText(symbol, start);
  }

  String read() {
    if (in.digit()) {
      throw in.wrong("a version that is not known");
    }
    path(true);
    return out.toString();
  }

  private void print(String text) {
    if (silent == 0) {
      out.append(text);
    }
    if (out.length() > MAX_OUTPUT) {
      throw in.wrong("too long");
    }
  }

  /** A number to base 62, ended by an underscore. */
  private long base62() {
    if (in.take('_')) {
      return 0;
    }
    long value = 0;
    for (char c = in.next(); c != '_'; c = in.next()) {
      int digit =
          c >= '0' && c <= '9'
              ? c - '0'
              : c >= 'a' && c <= 'z' ? 10 + c - 'a' : c >= 'A' && c <= 'Z' ? 36 + c - 'A' : -1;
      if (digit < 0 || value > Integer.MAX_VALUE) {
        throw in.wrong("expected a number to base 62");
      }
      value = 62 * value + digit;
    }
    return value + 1;
  }

  private long disambiguator() {
    return in.take('s') ? base62() + 1 : 0;
  }

  private String identifier() {
    boolean punycode = in.take('u');
    int length = in.number();
    in.take('_');
    String name = in.characters(length);
    return punycode ? "punycode{" + name + "}" : name;
  }

  private void path(boolean value) {
    in.enter();
    char kind = in.next();
    switch (kind) {
      case 'C' -> {
        disambiguator();
        print(identifier());
      }
      case 'M' -> {
        implPath();
        print("<");
        type();
        print(">");
      }
      case 'X', 'Y' -> {
        if (kind == 'X') {
          implPath();
        }
        print("<");
        type();
        print(" as ");
        path(false);
        print(">");
      }
      case 'N' -> nested(value);
      case 'I' -> {
        path(value);
        print(value ? "::<" : "<");
        list();
        print(">");
      }
      case 'B' -> back(() -> path(value));
      default -> throw in.wrong("path of kind " + kind);
    }
    in.leave();
  }

  private void implPath() {
    silent++;
    disambiguator();
    path(false);
    silent--;
  }

  private void nested(boolean value) {
    char space = in.next();
    path(value);
    long number = disambiguator();
    String name = identifier();
    if (space >= 'A' && space <= 'Z') {
      String what = space == 'C' ? "closure" : space == 'S' ? "shim" : String.valueOf(space);
      print("::{%s%s#%d}".formatted(what, name.isEmpty() ? "" : ":" + name, number));
    } else if (!name.isEmpty()) {
      print("::" + name);
    }
  }

  private void back(Runnable read) {
    int here = in.position() - 1;
    long to = base62();
    if (start + to >= here) {
      throw in.wrong("a reference forward");
    }
    int resume = in.position();
    in.position((int) (start + to));
    if (silent == 0) {
      read.run();
    }
    in.position(resume);
  }

  private void list() {
    boolean first = true;
    while (!in.take('E')) {
      print(first ? "" : ", ");
      first = false;
      if (in.take('L')) {
        lifetime(base62());
      } else if (in.take('K')) {
        constant();
      } else {
        type();
      }
    }
  }

  private void lifetime(long index) {
    print(index == 0 ? "'_" : "'a");
  }

  private void type() {
    in.enter();
    char kind = in.peek();
    String basic = RustTypes.basic(kind);
    if (!basic.isEmpty()) {
      in.next();
      print(basic);
    } else if ("CMXYNI".indexOf(kind) >= 0) {
      path(false);
    } else {
      in.next();
      compound(kind);
    }
    in.leave();
  }

  private void compound(char kind) {
    switch (kind) {
      case 'B' -> back(this::type);
      case 'A', 'S' -> {
        print("[");
        type();
        if (kind == 'A') {
          print("; ");
          constant();
        }
        print("]");
      }
      case 'T' -> tuple();
      case 'R', 'Q' -> {
        print("&");
        if (in.take('L')) {
          base62();
        }
        print(kind == 'Q' ? "mut " : "");
        type();
      }
      case 'P', 'O' -> {
        print(kind == 'P' ? "*const " : "*mut ");
        type();
      }
      case 'F' -> function();
      case 'D' -> dynamic();
      default -> throw in.wrong("type of kind " + kind);
    }
  }

  private void tuple() {
    print("(");
    int count = 0;
    while (!in.take('E')) {
      print(count++ == 0 ? "" : ", ");
      type();
    }
    print(count == 1 ? ",)" : ")");
  }

  private void function() {
    if (in.take('G')) {
      base62();
    }
    print(in.take('U') ? "unsafe " : "");
    if (in.take('K')) {
      print("extern \"%s\" ".formatted(in.take('C') ? "C" : identifier().replace('_', '-')));
    }
    print("fn(");
    boolean first = true;
    while (!in.take('E')) {
      print(first ? "" : ", ");
      first = false;
      type();
    }
    print(")");
    if (!in.take('u')) {
      print(" -> ");
      type();
    }
  }

  private void dynamic() {
    print("dyn ");
    if (in.take('G')) {
      base62();
    }
    boolean first = true;
    while (!in.take('E')) {
      print(first ? "" : " + ");
      first = false;
      path(false);
      while (in.take('p')) {
        print("<" + identifier() + " = ");
        type();
        print(">");
      }
    }
    in.expect('L');
    base62();
  }

  private void constant() {
    if (in.take('B')) {
      back(this::constant);
      return;
    }
    if (in.take('p')) {
      print("_");
      return;
    }
    char type = in.next();
    String sign = in.take('n') ? "-" : "";
    StringBuilder hex = new StringBuilder();
    for (char c = in.next(); c != '_'; c = in.next()) {
      hex.append(c);
    }
    if (hex.length() > 15) {
      print(sign + "0x" + hex);
      return;
    }
    long value;
    try {
      value = hex.isEmpty() ? 0 : Long.parseLong(hex.toString(), 16);
    } catch (NumberFormatException e) {
      throw in.wrong("a constant");
    }
    switch (type) {
      case 'b' -> print(value == 0 ? "false" : "true");
      case 'c' ->
          print(
              "'"
                  + (Character.isValidCodePoint((int) value)
                      ? Character.toString((int) value)
                      : "?")
                  + "'");
      default -> print(sign + value);
    }
  }
}
