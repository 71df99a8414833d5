package dev.kedge.patches.release;

import dev.kedge.model.Printable;
import dev.kedge.patches.PatchesException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Values by name of one build: the options of a kernel's configuration, or the checksums of the
 * symbols it exports.
 *
 * @param values the values, sorted by name
 */
public record NamedValues(Map<String, String> values) {
  private static final long MAX_BYTES = 64L << 20;
  private static final String UNSET = "# ";
  private static final String UNSET_END = " is not set";

  /** Copies the values. */
  public NamedValues {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /**
   * What differs for one name.
   *
   * @param name the name
   * @param before the older value, {@code -} for none
   * @param after the newer value, {@code -} for none
   */
  public record Delta(String name, String before, String after) {}

  /**
   * Reads a {@code .config}: {@code CONFIG_X=y}, and {@code n} for {@code # CONFIG_X is not set}.
   */
  public static NamedValues config(Path file) {
    Map<String, String> values = new TreeMap<>();
    for (String line : lines(file)) {
      int equals = line.indexOf('=');
      if (line.startsWith(UNSET + "CONFIG_") && line.endsWith(UNSET_END)) {
        values.put(line.substring(UNSET.length(), line.length() - UNSET_END.length()), "n");
      } else if (line.startsWith("CONFIG_") && equals > 0) {
        values.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return checked(values, file, "no line CONFIG_...=");
  }

  /**
   * Reads a {@code Module.symvers}: checksum, symbol, module, kind of export, separated by tabs.
   * The value holds all but the symbol, so that a changed prototype, an owner that moved and a
   * changed licence of the export all show.
   */
  public static NamedValues exportedSymbols(Path file) {
    Map<String, String> values = new TreeMap<>();
    for (String line : lines(file)) {
      String[] column = line.split("\t", -1);
      if (column.length >= 4 && column[0].startsWith("0x")) {
        values.put(column[1], column[0] + " " + column[2] + " " + column[3]);
      }
    }
    return checked(values, file, "no line 0xCRC<tab>symbol<tab>module<tab>EXPORT_SYMBOL");
  }

  private static NamedValues checked(Map<String, String> values, Path file, String missing) {
    if (values.isEmpty()) {
      throw PatchesException.input(Printable.of(file.toString(), 300) + ": " + missing + " in it");
    }
    return new NamedValues(values);
  }

  private static List<String> lines(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw PatchesException.input(
            Printable.of(file.toString(), 300) + ": more than " + MAX_BYTES + " bytes");
      }
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).lines().toList();
    } catch (IOException e) {
      throw PatchesException.input(
          "cannot read " + Printable.of(file.toString(), 300) + ": " + e.getMessage());
    }
  }

  /** What a newer build changes, by name. */
  public List<Delta> to(NamedValues newer) {
    TreeSet<String> names = new TreeSet<>(values.keySet());
    names.addAll(newer.values.keySet());
    List<Delta> deltas = new ArrayList<>();
    for (String name : names) {
      String before = values.getOrDefault(name, "-");
      String after = newer.values.getOrDefault(name, "-");
      if (!before.equals(after)) {
        deltas.add(new Delta(name, before, after));
      }
    }
    return deltas;
  }
}
