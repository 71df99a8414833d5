package dev.kedge.cli;

import dev.kedge.model.Printable;

/** A function at the end of a line of a table: its name and, where one is known, its module. */
final class FunctionText {
  private static final int NAME_CHARS = 120;
  private static final int MODULE_CHARS = 60;

  private FunctionText() {}

  static String of(String name, String module) {
    String printable = Printable.of(name, NAME_CHARS);
    return module.isEmpty()
        ? printable
        : printable + "  (" + Printable.of(module, MODULE_CHARS) + ")";
  }
}
