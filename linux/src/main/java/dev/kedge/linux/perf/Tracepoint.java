package dev.kedge.linux.perf;

import dev.kedge.linux.KernelFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A static tracepoint as tracefs describes it in its {@code format} file (Documentation/trace/
 * events.rst): the number its perf event has, and where its fields lie in the raw record.
 */
final class Tracepoint {
  private static final Pattern ID = Pattern.compile("ID: ([0-9]{1,9})");
  private static final Pattern FIELD =
      Pattern.compile("\\s*field:[^;]{0,200}?\\b(\\w{1,64});\\s*offset:([0-9]{1,5});\\s*size:4;.*");

  private final long id;
  private final Map<String, Integer> offsets;

  private Tracepoint(long id, Map<String, Integer> offsets) {
    this.id = id;
    this.offsets = offsets;
  }

  /** The tracepoint of that group and name; empty where tracefs does not show it. */
  static Optional<Tracepoint> read(Path tracefs, String group, String name) {
    return KernelFile.text(tracefs.resolve("events").resolve(group).resolve(name).resolve("format"))
        .flatMap(Tracepoint::parse);
  }

  /** Reads a {@code format} file; empty when it has no number. */
  static Optional<Tracepoint> parse(String text) {
    long id = -1;
    Map<String, Integer> offsets = new HashMap<>();
    for (String line : text.split("\n", -1)) {
      Matcher number = ID.matcher(line);
      Matcher field = FIELD.matcher(line);
      if (number.matches()) {
        id = Long.parseLong(number.group(1));
      } else if (field.matches()) {
        offsets.put(field.group(1), Integer.parseInt(field.group(2)));
      }
    }
    return id < 0 ? Optional.empty() : Optional.of(new Tracepoint(id, Map.copyOf(offsets)));
  }

  /** What {@code perf_event_attr.config} has to say. */
  long id() {
    return id;
  }

  /** Offset in the raw record of a field of four bytes. */
  OptionalInt offset(String field) {
    Integer at = offsets.get(field);
    return at == null ? OptionalInt.empty() : OptionalInt.of(at);
  }
}
