package dev.kedge.bandwidth;

/**
 * Input of the bandwidth room that cannot be used: a scenario file, a measurement, a snapshot.
 *
 * <p>The message says where (file and line when there is one), what was found and what was
 * expected.
 */
public final class BandwidthException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BandwidthException(String message) {
    super(message);
  }

  public BandwidthException(String message, Throwable cause) {
    super(message, cause);
  }
}
