package dev.kedge.linux.cgroup;

import dev.kedge.linux.KernelFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The files of one cgroup version: what they are called, and in which units they count. */
sealed interface GroupFiles permits Version1Files, Version2Files {
  /** Limit and weight; empty when the group is gone or has no files of the cpu controller. */
  Optional<GroupSettings> settings(Path directory);

  /** The counters, empty ones where a file cannot be read. */
  GroupUse use(Path directory);

  /** CPU time alone, for following it at little cost. */
  OptionalLong usage(Path directory);

  /** Name of the file that lists the threads. */
  String threadList();

  /** A number in a file of its own. */
  static OptionalLong number(Path file) {
    return KernelFile.text(file).map(text -> number(text.strip())).orElse(OptionalLong.empty());
  }

  /** Digits, with a sign at most. */
  static OptionalLong number(String digits) {
    try {
      return OptionalLong.of(Long.parseLong(digits));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** A file of lines {@code name number}; lines of another form are passed over. */
  static Map<String, Long> fields(Path file) {
    Map<String, Long> fields = new HashMap<>();
    for (String line : KernelFile.text(file).orElse("").split("\n", 200)) {
      int blank = line.indexOf(' ');
      if (blank > 0) {
        number(line.substring(blank + 1).strip())
            .ifPresent(value -> fields.put(line.substring(0, blank), value));
      }
    }
    return fields;
  }

  /** One of them times a unit. */
  static OptionalLong field(Map<String, Long> fields, String name, long unit) {
    Long value = fields.get(name);
    return value == null || value < 0 ? OptionalLong.empty() : OptionalLong.of(value * unit);
  }
}
