package dev.kedge.linux.runtime;

/**
 * Memory of another process that cannot be read, or does not hold what it should. Most are thrown
 * for a guess on the way of a sample: it has no stack trace, and its text is made when asked for.
 */
public final class ForeignMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String problem;
  private final long address;

  /**
   * A failure at an address.
   *
   * @param message what is wrong
   * @param address where, in the other process
   */
  public ForeignMemoryException(String message, long address) {
    super(message, null, false, false);
    this.problem = message;
    this.address = address;
  }

  @Override
  public String getMessage() {
    return "%s at 0x%x".formatted(problem, address);
  }

  /** Where, in the other process. */
  public long address() {
    return address;
  }
}
