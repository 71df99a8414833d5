package dev.kedge.patches;

/**
 * Something of the repository, its index or a policy file that cannot be used.
 *
 * <p>The message says what was asked, what git or the file answered, and where it can what to do.
 */
public final class PatchesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Whose fault it is: what the caller gave, or what the machine and the repository offer. */
  public enum Side {
    /** A revision, range, option or policy file that is wrong. */
    INPUT,
    /** A repository, program or file that is missing, damaged or too old. */
    ENVIRONMENT
  }

  private final Side side;

  private PatchesException(Side side, String message) {
    super(message);
    this.side = side;
  }

  private PatchesException(Side side, String message, Throwable cause) {
    super(message, cause);
    this.side = side;
  }

  /** A revision, range, option or file of the caller that is wrong. */
  public static PatchesException input(String message) {
    return new PatchesException(Side.INPUT, message);
  }

  /** The machine or the repository cannot do it. */
  public static PatchesException environment(String message) {
    return new PatchesException(Side.ENVIRONMENT, message);
  }

  /** The machine or the repository cannot do it. */
  public static PatchesException environment(String message, Throwable cause) {
    return new PatchesException(Side.ENVIRONMENT, message, cause);
  }

  /** Whose fault it is. */
  public Side side() {
    return side;
  }
}
