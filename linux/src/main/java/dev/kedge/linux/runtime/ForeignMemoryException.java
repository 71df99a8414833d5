package dev.kedge.linux.runtime;

/** Memory of another process that cannot be read, or does not hold what it should. */
public final class ForeignMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long address;

  /**
   * A failure at an address.
   *
   * @param message what is wrong
   * @param address where, in the other process
   */
  public ForeignMemoryException(String message, long address) {
    super("%s at 0x%x".formatted(message, address));
    this.address = address;
  }

  /** Where, in the other process. */
  public long address() {
    return address;
  }
}
