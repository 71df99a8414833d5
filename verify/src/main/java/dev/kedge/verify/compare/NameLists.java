package dev.kedge.verify.compare;

import dev.kedge.model.Printable;
import dev.kedge.verify.VerifyException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lists a kernel comes with into names with values. Lines that do not fit are an error
 * with their place, because a list read in part would show differences that are none.
 */
public final class NameLists {
  private static final int MAX_NAMES = 1_000_000;

  private NameLists() {}

  /**
   * {@code Module.symvers} (Documentation/kbuild/modules.rst): CRC, symbol, module, export type and
   * perhaps a namespace, split by tabs. The value is the CRC and the export type.
   */
  public static SortedMap<String, String> moduleSymvers(String file, Stream<String> lines) {
    return read(
        file,
        lines,
        line -> {
          String[] parts = line.split("\t", -1);
          return parts.length < 4 ? null : new String[] {parts[1], parts[0] + " " + parts[3]};
        });
  }

  /**
   * {@code System.map}, as {@code nm} prints it: address, kind, symbol. The value is the kind; the
   * address differs in every build. Symbols the compiler numbers ({@code foo.123}) lose the number.
   */
  public static SortedMap<String, String> systemMap(String file, Stream<String> lines) {
    return read(
        file,
        lines,
        line -> {
          String[] parts = line.strip().split(" +", -1);
          return parts.length != 3
              ? null
              : new String[] {parts[2].replaceAll("\\.\\d+$", ""), parts[1]};
        });
  }

  private interface LineReader {
    String @Nullable [] read(String line);
  }

  private static SortedMap<String, String> read(
      String file, Stream<String> lines, LineReader reader) {
    SortedMap<String, String> names = new TreeMap<>();
    int[] at = {0};
    lines.forEach(line -> {
      at[0]++;
      if (line.isBlank()) {
        return;
      }
      String[] entry = reader.read(line);
      if (entry == null || entry[0].isEmpty()) {
        throw new VerifyException(
            "%s:%d: \"%s\" is no line of such a list"
                .formatted(file, at[0], Printable.of(line, 80)));
      }
      if (names.size() >= MAX_NAMES) {
        throw new VerifyException("%s:%d: more than %d names".formatted(file, at[0], MAX_NAMES));
      }
      names.put(entry[0], entry[1]);
    });
    return names;
  }
}
