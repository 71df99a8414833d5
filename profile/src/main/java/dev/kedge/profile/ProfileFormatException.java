package dev.kedge.profile;

/** A file that is no profile of the format it was read as; the text says where and why. */
public final class ProfileFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long position;

  /** The text is {@code unit position: message}, the unit being {@code byte} or {@code line}. */
  public ProfileFormatException(String unit, long position, String message) {
    super("%s %d: %s".formatted(unit, position, message));
    this.position = position;
  }

  /** As {@link #ProfileFormatException(String, long, String)}, with what led to it. */
  public ProfileFormatException(String unit, long position, String message, Throwable cause) {
    super("%s %d: %s".formatted(unit, position, message), cause);
    this.position = position;
  }

  /** Where: a byte of the uncompressed pprof message, counted from 0, or a line of text, from 1. */
  public long position() {
    return position;
  }
}
