package dev.kedge.verify;

/**
 * A verification cannot go on: a file is not what it should be, a tool is missing, a machine cannot
 * be started. The message names the input with its position and says what to do.
 */
public final class VerifyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong and what to do. */
  public VerifyException(String message) {
    super(message);
  }

  /** Says what is wrong and what to do, with the failure below it. */
  public VerifyException(String message, Throwable cause) {
    super(message, cause);
  }
}
