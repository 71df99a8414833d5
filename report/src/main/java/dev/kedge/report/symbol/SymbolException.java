package dev.kedge.report.symbol;

/** A file with symbols or debug data is of no form understood, or contradicts itself. */
public class SymbolException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SymbolException(String message) {
    super(message);
  }

  SymbolException(String message, Throwable cause) {
    super(message, cause);
  }
}
