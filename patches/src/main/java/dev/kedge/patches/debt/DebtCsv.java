package dev.kedge.patches.debt;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The ledger as comma-separated values (RFC 4180), one line per patch. A cell that a spreadsheet
 * would take for a formula gets an apostrophe in front, since subjects come from outside.
 */
public final class DebtCsv {
  private static final List<String> HEAD =
      List.of(
          "commit",
          "subject",
          "class",
          "subsystem",
          "owner",
          "written",
          "applied",
          "age_days",
          "files",
          "lines",
          "state",
          "evidence");

  private DebtCsv() {}

  /** Writes the ledger with a line of column names. */
  public static void write(DebtLedger ledger, Appendable out) throws IOException {
    row(HEAD, out);
    for (DebtEntry entry : ledger.entries()) {
      row(
          List.of(
              entry.commit().hex(),
              entry.subject(),
              entry.kind().label(),
              entry.subsystem(),
              entry.owner(),
              Instant.ofEpochSecond(entry.authorSeconds()).toString(),
              Instant.ofEpochSecond(entry.commitSeconds()).toString(),
              Long.toString(entry.ageDays(ledger.atSeconds())),
              Integer.toString(entry.files()),
              Integer.toString(entry.lines()),
              entry.state().label(),
              entry.evidence()),
          out);
    }
  }

  private static void row(List<String> cells, Appendable out) throws IOException {
    out.append(cells.stream().map(DebtCsv::cell).collect(Collectors.joining(","))).append("\r\n");
  }

  private static String cell(String text) {
    String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c < ' ');
    return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}
