package dev.kedge.profile.timeline;

/** Bytes that are no timeline, or not that of the rows it was read with. */
public final class TimelineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With the reason. */
  public TimelineException(String reason) {
    super("timeline of samples: " + reason);
  }
}
