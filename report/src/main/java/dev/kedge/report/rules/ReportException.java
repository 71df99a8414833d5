package dev.kedge.report.rules;

/** A rules file of this module is wrong; the message names the file and the line. */
public final class ReportException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ReportException(String file, int line, String problem) {
    super("%s:%d: %s".formatted(file, line, problem));
  }

  ReportException(String file, String problem, Throwable cause) {
    super("%s: %s".formatted(file, problem), cause);
  }
}
