package dev.kedge.cli;

import dev.kedge.profile.perfscript.PerfScript;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Files of other profilers that {@code kedge profile import} takes. */
enum ImportFormat {
  PERF_SCRIPT("perf-script"),
  FOLDED("folded"),
  PPROF("pprof"),
  OTLP("otlp"),
  JFR("jfr");

  /** Bytes of a file that {@link #of} wants to see. */
  static final int HEAD = 1 << 14;

  private final String option;

  ImportFormat(String option) {
    this.option = option;
  }

  /** The word of the option. */
  String option() {
    return option;
  }

  /** The format of that word. */
  static Optional<ImportFormat> named(String word) {
    return Arrays.stream(values()).filter(format -> format.option.equals(word)).findFirst();
  }

  /**
   * The format that a file's first bytes speak for: JFR has a magic, text of perf begins with a
   * sample, folded text with a line that ends in a count; everything else is taken for pprof, which
   * only the whole file tells from OTLP.
   */
  static ImportFormat of(byte[] head) {
    if (head.length >= 4 && new String(head, 0, 4, StandardCharsets.ISO_8859_1).equals("FLR\0")) {
      return JFR;
    }
    for (byte b : head) {
      if (b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r') {
        return PPROF;
      }
    }
    String first =
        new String(head, StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .findFirst()
            .orElse("");
    return PerfScript.isSample(first) || first.contains("PERF_RECORD_") ? PERF_SCRIPT : FOLDED;
  }
}
