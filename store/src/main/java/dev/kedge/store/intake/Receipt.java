package dev.kedge.store.intake;

/** Answer to an append. */
public enum Receipt {
  /** Now on disk, and was not there before. */
  STORED,
  /** Was there already; nothing changed. */
  DUPLICATE
}
