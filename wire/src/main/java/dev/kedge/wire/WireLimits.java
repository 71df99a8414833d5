package dev.kedge.wire;

import dev.kedge.model.Printable;

/**
 * What one message may hold. Encoders refuse what decoders would refuse, so that a sender learns of
 * it where it can still cut or split.
 *
 * <p>Text lengths are in UTF-16 units. The figures leave a factor of ten over what a host with 1000
 * CPUs sends in a window of a minute; with them, decoding a hostile message of {@link
 * #MESSAGE_BYTES} needs less than 280 MB of heap (measured).
 */
public final class WireLimits {
  /** Bytes of one message, uncompressed. */
  public static final int MESSAGE_BYTES = 8 << 20;

  /** Samples, new frames, new stacks, processes, readings: entries of any one table. */
  public static final int ENTRIES = 1_000_000;

  /** Different texts in the string table of one message. */
  public static final int STRINGS = 1_000_000;

  /** Frames of one stack. */
  public static final int STACK_DEPTH = 2048;

  /** Frames of all new stacks of a window together. */
  public static final int STACK_FRAMES = 8_000_000;

  /** Reports and events in one message. */
  public static final int OCCURRENCES = 10_000;

  /** Entries of the short lists: limitations of an agent, alternative titles of a report. */
  public static final int SHORT_LIST = 256;

  /** Names of commands, releases, kinds, architectures, devices. */
  public static final int SHORT_TEXT = 256;

  /** Paths, titles, sources, command lines. */
  public static final int TEXT = 8192;

  /** Names of functions. */
  public static final int FUNCTION_TEXT = 65_536;

  /** Region of a kernel log that makes up one report. */
  public static final int REPORT_TEXT = 4 << 20;

  private WireLimits() {}

  static String text(String field, String value, int limit) {
    if (value.length() > limit) {
      throw new WireException(
          "%s: %d characters, at most %d are allowed: \"%s\""
              .formatted(field, value.length(), limit, Printable.of(value, 40)));
    }
    return value;
  }

  static int count(String field, int count, int limit) {
    if (count > limit) {
      throw new WireException(
          "%s: %d entries, at most %d are allowed".formatted(field, count, limit));
    }
    return count;
  }

  static void sameCount(String field, int count, String otherField, int otherCount) {
    if (count != otherCount) {
      throw new WireException(
          "%s has %d entries, but %s has %d".formatted(field, count, otherField, otherCount));
    }
  }

  static long notNegative(String field, long value) {
    if (value < 0) {
      throw new WireException("%s: %d, expected 0 to 2^63-1".formatted(field, value));
    }
    return value;
  }

  static int notNegative(String field, int value) {
    if (value < 0) {
      throw new WireException("%s: %d, expected 0 to 2^31-1".formatted(field, value));
    }
    return value;
  }

  static double finite(String field, int entry, double value) {
    if (!Double.isFinite(value)) {
      throw new WireException("%s %d: value %s is not finite".formatted(field, entry, value));
    }
    return value;
  }

  /** The index itself; the int is an unsigned 32-bit field, so large ones come as negative. */
  static int index(String field, int entry, int index, String table, int size) {
    if (index < 0 || index >= size) {
      throw new WireException(
          "%s %d: index %d into %s, which has %d entries"
              .formatted(field, entry, Integer.toUnsignedLong(index), table, size));
    }
    return index;
  }
}
