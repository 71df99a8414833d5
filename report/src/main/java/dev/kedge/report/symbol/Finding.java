package dev.kedge.report.symbol;

import java.util.List;

/** The source of a frame, or why there is none. */
record Finding(List<SourceFrame> frames, Kind kind) {
  /** What came of looking a frame up. */
  enum Kind {
    FOUND("found"),
    NO_KERNEL("no debug file of the kernel"),
    NO_MODULE("no file of the module, or of another build-id"),
    NO_FUNCTION("function not in the file"),
    OTHER_SIZE("function of another size: the file is of another build"),
    NO_LINES("no source line for the address"),
    DAMAGED("debug data damaged");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  static final Finding NO_KERNEL = new Finding(List.of(), Kind.NO_KERNEL);
  static final Finding NO_MODULE = new Finding(List.of(), Kind.NO_MODULE);
  static final Finding NO_FUNCTION = new Finding(List.of(), Kind.NO_FUNCTION);
  static final Finding OTHER_SIZE = new Finding(List.of(), Kind.OTHER_SIZE);
  static final Finding NO_LINES = new Finding(List.of(), Kind.NO_LINES);
  static final Finding DAMAGED = new Finding(List.of(), Kind.DAMAGED);
}
