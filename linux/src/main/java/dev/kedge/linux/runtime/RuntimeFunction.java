package dev.kedge.linux.runtime;

/**
 * A function as a language runtime knows it.
 *
 * @param kind how it was run
 * @param module what it belongs to, for a person: a file of source code, or the runtime in brackets
 * @param name its name
 */
public record RuntimeFunction(Kind kind, String module, String name) {
  /** Longer names are cut. */
  public static final int MAX_NAME = 512;

  /** How a function was run. */
  public enum Kind {
    /** As machine code that was generated at run time. */
    COMPILED,
    /** By an interpreter. */
    INTERPRETED
  }

  /** Takes a name that came out of another process: cut, and without control characters. */
  public static RuntimeFunction of(Kind kind, String module, String name) {
    return new RuntimeFunction(kind, clean(module), clean(name));
  }

  private static String clean(String text) {
    String cut = text.length() > MAX_NAME ? text.substring(0, MAX_NAME) : text;
    return cut.chars().anyMatch(Character::isISOControl) ? cut.replaceAll("\\p{Cntrl}", "?") : cut;
  }
}
