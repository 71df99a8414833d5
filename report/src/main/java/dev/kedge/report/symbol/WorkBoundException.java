package dev.kedge.report.symbol;

/** Debug data would take more work than it may. */
final class WorkBoundException extends SymbolException {
  private static final long serialVersionUID = 1;

  WorkBoundException() {
    super("the debug data would take more work than is allowed for it");
  }
}
