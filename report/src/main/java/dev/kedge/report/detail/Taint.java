package dev.kedge.report.detail;

import java.util.ArrayList;
import java.util.List;

/**
 * Reasons for which a kernel is tainted, with the letters it prints them by
 * (Documentation/admin-guide/tainted-kernels.rst).
 */
public enum Taint {
  PROPRIETARY_MODULE('P'),
  FORCED_LOAD('F'),
  OUT_OF_SPEC_CPU('S'),
  FORCED_UNLOAD('R'),
  MACHINE_CHECK('M'),
  BAD_PAGE('B'),
  USER_REQUEST('U'),
  DIED('D'),
  ACPI_OVERRIDDEN('A'),
  WARNING('W'),
  STAGING_DRIVER('C'),
  FIRMWARE_WORKAROUND('I'),
  OUT_OF_TREE_MODULE('O'),
  UNSIGNED_MODULE('E'),
  SOFT_LOCKUP('L'),
  LIVE_PATCHED('K'),
  DISTRIBUTION('X'),
  RANDOMISED_STRUCTURES('T'),
  TEST('N'),
  FIRMWARE_CONTROL('J');

  private static final String TITLE = "Tainted: ";
  private static final int MAX_LETTERS = 40;

  private final char letter;

  Taint(char letter) {
    this.letter = letter;
  }

  /** The letter the kernel prints. */
  public char letter() {
    return letter;
  }

  /** The taints of a line that holds {@code Tainted: G B W}; empty for other lines. */
  static List<Taint> read(String text) {
    List<Taint> taints = new ArrayList<>();
    int start = text.indexOf(TITLE);
    if (start < 0 || (start > 0 && text.charAt(start - 1) != ' ')) {
      return taints;
    }
    int end = Math.min(text.length(), start + TITLE.length() + MAX_LETTERS);
    for (int i = start + TITLE.length(); i < end && isLetterOrSpace(text.charAt(i)); i++) {
      for (Taint taint : values()) {
        if (taint.letter == text.charAt(i)) {
          taints.add(taint);
        }
      }
    }
    return taints;
  }

  private static boolean isLetterOrSpace(char c) {
    return c == ' ' || (c >= 'A' && c <= 'Z');
  }
}
