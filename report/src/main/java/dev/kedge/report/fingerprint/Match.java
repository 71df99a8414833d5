package dev.kedge.report.fingerprint;

import java.util.List;

/**
 * Whether a report is of an issue, and why.
 *
 * @param same true when it is
 * @param reason one sentence that names the part that decided
 * @param findings how every part compares
 */
public record Match(boolean same, String reason, List<Finding> findings) {
  /** Copies the findings. */
  public Match {
    findings = List.copyOf(findings);
  }

  /** How one part compares. */
  public Finding finding(Finding.Part part) {
    return findings.stream().filter(f -> f.part() == part).findFirst().orElseThrow();
  }
}
