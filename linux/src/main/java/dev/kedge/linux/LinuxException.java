package dev.kedge.linux;

/** A call to the kernel or the reading of one of its files failed in a way the caller must know. */
public class LinuxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What failed, where, and what to do about it. */
  public LinuxException(String message) {
    super(message);
  }

  /** What failed, where, and the exception behind it. */
  public LinuxException(String message, Throwable cause) {
    super(message, cause);
  }
}
