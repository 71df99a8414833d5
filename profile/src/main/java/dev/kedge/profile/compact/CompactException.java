package dev.kedge.profile.compact;

/** Bytes that are not what they were taken for, or content that cannot be written. */
public final class CompactException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CompactException(String what, String reason) {
    super(what + ": " + reason);
  }

  /** Of a timeline. */
  CompactException(String reason) {
    this("timeline of samples", reason);
  }
}
