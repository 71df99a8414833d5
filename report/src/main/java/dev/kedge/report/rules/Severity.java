package dev.kedge.report.rules;

import java.util.Locale;
import java.util.Optional;

/** What an occurrence means for the host it is on, worst first. */
public enum Severity {
  /** The host, or a device or file system work depends on, is lost until someone acts. */
  FATAL,
  /** Running work failed or stands still. */
  WORK_LOST,
  /** Everything goes on, but slower, after a reset, or with less. */
  DEGRADED,
  /** Nothing is lost; a growing number announces that something will be. */
  CORRECTED,
  /** Worth knowing when something else happens. */
  NOTICE;

  /** The name used in rules and JSON. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The severity of a label. */
  public static Optional<Severity> of(String label) {
    for (Severity severity : values()) {
      if (severity.label().equals(label)) {
        return Optional.of(severity);
      }
    }
    return Optional.empty();
  }

  /** All labels, for messages. */
  public static String labels() {
    StringBuilder out = new StringBuilder();
    for (Severity severity : values()) {
      out.append(out.isEmpty() ? "" : ", ").append(severity.label());
    }
    return out.toString();
  }
}
