package dev.kedge.report.detail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The machine code around the instruction that failed: bytes on x86, words of 4 digits (Thumb) or 8
 * digits elsewhere.
 *
 * @param units in the order of memory, hexadecimal as printed
 * @param trapping index of the unit the instruction pointer stood at
 */
public record CodeBytes(List<String> units, int trapping) {
  private static final String TITLE = "Code: ";
  private static final int MAX_UNITS = 256;

  /** Copies the units. */
  public CodeBytes {
    units = List.copyOf(units);
  }

  /**
   * Reads a line such as {@code Code: 48 8b <0f> 0b} or {@code Code: aa0003e0 (d4210000)}; empty
   * for other lines and for code the kernel could not read.
   */
  static Optional<CodeBytes> read(String text) {
    String line = text.strip();
    if (!line.startsWith(TITLE)) {
      return Optional.empty();
    }
    List<String> units = new ArrayList<>();
    int trapping = -1;
    for (String word : line.substring(TITLE.length()).split(" ", MAX_UNITS)) {
      boolean marked = word.startsWith("<") || word.startsWith("(");
      String unit = marked && word.length() > 2 ? word.substring(1, word.length() - 1) : word;
      if (!isHex(unit)) {
        break;
      }
      trapping = marked ? units.size() : trapping;
      units.add(unit);
    }
    return units.isEmpty() || trapping < 0
        ? Optional.empty()
        : Optional.of(new CodeBytes(units, trapping));
  }

  private static boolean isHex(String unit) {
    boolean length = unit.length() == 2 || unit.length() == 4 || unit.length() == 8;
    return length && unit.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80);
  }
}
