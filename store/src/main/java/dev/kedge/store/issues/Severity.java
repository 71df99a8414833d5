package dev.kedge.store.issues;

import dev.kedge.report.ReportType;

/** How bad an issue is. */
public enum Severity {
  /** A panic was seen with it. */
  FATAL("fatal"),
  /** Neither of the others. */
  ERROR("error"),
  /** The kernel warned or informed, and went on. */
  WARNING("warning");

  private final String wireName;

  Severity(String wireName) {
    this.wireName = wireName;
  }

  /** The stable name used in the API. */
  public String wireName() {
    return wireName;
  }

  /** Severity of an issue of that type. */
  public static Severity of(ReportType type, boolean panicked) {
    if (panicked) {
      return FATAL;
    }
    return switch (type) {
      case WARNING, LOCKDEP, REFCOUNT_WARNING, LEAK, UNKNOWN -> WARNING;
      default -> ERROR;
    };
  }
}
