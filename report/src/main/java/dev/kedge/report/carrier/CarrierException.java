package dev.kedge.report.carrier;

/** An input cannot be unpacked; the message says what is wrong with it, where, and what to do. */
public final class CarrierException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** An exception with a message for the user. */
  public CarrierException(String message) {
    super(message);
  }
}
