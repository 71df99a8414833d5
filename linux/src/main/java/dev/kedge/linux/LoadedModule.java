package dev.kedge.linux;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A loaded kernel module: a line of {@code /proc/modules} (m_show, kernel/module/procfs.c).
 *
 * @param name name in brackets
 * @param bytes memory of its core
 * @param base address of its text, 0 when hidden
 */
record LoadedModule(String name, long bytes, long base) {
  /** All modules by name; lines of another form are left out. */
  static Map<String, LoadedModule> parse(String modules) {
    Map<String, LoadedModule> found = new HashMap<>();
    for (String line : modules.split("\n", -1)) {
      line(line).ifPresent(module -> found.put(module.name(), module));
    }
    return found;
  }

  private static Optional<LoadedModule> line(String line) {
    String[] fields = line.split(" ", -1);
    if (fields.length < 6 || !fields[5].startsWith("0x")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new LoadedModule(
              "[" + fields[0] + "]",
              Long.parseLong(fields[1]),
              Long.parseUnsignedLong(fields[5].substring(2), 16)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
