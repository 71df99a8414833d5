package dev.kedge.bandwidth.scenario.document;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.model.Printable;
import java.util.function.Supplier;

/**
 * Where something stands in a document.
 *
 * @param source the document's name, usually its file
 * @param line counted from 1
 * @param column counted from 1
 */
public record Place(String source, int line, int column) {

  /** A refusal of what stands here; the message is made safe to print. */
  public BandwidthException error(String message) {
    return new BandwidthException(this + ": " + Printable.of(message, 600));
  }

  /** The same, with what led to it. */
  public BandwidthException error(String message, Throwable cause) {
    return new BandwidthException(this + ": " + Printable.of(message, 600), cause);
  }

  /**
   * Runs a reader that knows no places, such as a record's own checks, and puts this place before
   * its refusal.
   */
  public <T> T refine(Supplier<T> reader) {
    try {
      return reader.get();
    } catch (BandwidthException e) {
      throw error(String.valueOf(e.getMessage()), e);
    }
  }

  /** The form editors and compilers use: {@code file:line:column}. */
  @Override
  public String toString() {
    return Printable.of(source, 300) + ":" + line + ":" + column;
  }
}
