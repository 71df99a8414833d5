package dev.kedge.profile.demangle;

/** Turns a symbol into the name its programmer wrote. Pure functions; any text is accepted. */
public final class Demangler {
  /** Longer names, as templates make them, are cut. */
  private static final int MAX_NAME = 1_024;

  private Demangler() {}

  /** The readable name; the symbol itself when it is not mangled or in a way not understood. */
  public static String readable(String symbol) {
    if (symbol.length() < 4 || symbol.length() > 4 * MAX_NAME) {
      return symbol;
    }
    // ELF versions (name@@GLIBC_2.34) and stubs (name@plt) stay as they are.
    int at = symbol.indexOf('@');
    String name = at < 0 ? symbol : symbol.substring(0, at);
    String made = name(name);
    if (made.length() > MAX_NAME) {
      made = made.substring(0, MAX_NAME) + "...";
    }
    return at < 0 ? made : made + symbol.substring(at);
  }

  private static String name(String symbol) {
    try {
      if (symbol.startsWith("_R")) {
        return new RustName(symbol).read();
      }
      if (symbol.startsWith("_ZN") && RustLegacyName.is(symbol)) {
        return RustLegacyName.read(symbol);
      }
      if (symbol.startsWith("_Z")) {
        return new CppName(symbol).read();
      }
    } catch (MangledNameException e) {
      return symbol;
    }
    return symbol;
  }
}
