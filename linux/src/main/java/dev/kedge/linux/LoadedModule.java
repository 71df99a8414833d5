package dev.kedge.linux;

import java.util.HashMap;
import java.util.Map;

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
      String[] fields = line.split(" ", -1);
      if (fields.length < 6 || !fields[5].startsWith("0x")) {
        continue;
      }
      try {
        String name = "[" + fields[0] + "]";
        found.put(
            name,
            new LoadedModule(
                name,
                Long.parseLong(fields[1]),
                Long.parseUnsignedLong(fields[5].substring(2), 16)));
      } catch (NumberFormatException e) {
        continue;
      }
    }
    return found;
  }
}
