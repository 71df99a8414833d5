package dev.kedge.bandwidth.check;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.model.Printable;
import java.util.Locale;

/** How bad a finding is, the least first. */
public enum Severity {
  /** A limit without effect. */
  INFO,
  /** Costs some latency or capacity. */
  LOW,
  /** Stops tasks for long, or does not do what it says. */
  MEDIUM,
  /** Can stall others, or does not limit at all. */
  HIGH;

  /** The name in files and output: {@code info}, {@code low}, {@code medium} or {@code high}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The severity of that label.
   *
   * @throws BandwidthException for any other word
   */
  public static Severity of(String label) {
    for (Severity severity : values()) {
      if (severity.label().equals(label)) {
        return severity;
      }
    }
    throw new BandwidthException(
        "'%s' is no severity: expected info, low, medium or high"
            .formatted(Printable.of(label, 60)));
  }
}
