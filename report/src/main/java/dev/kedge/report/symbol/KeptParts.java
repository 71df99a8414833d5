package dev.kedge.report.symbol;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/**
 * What was read of a file, by its offset, within a bound of bytes: the least recently used make
 * room. Not thread-safe.
 */
final class KeptParts<T> {
  private final long maxBytes;
  private final ToLongFunction<T> size;
  private final Map<Long, T> parts = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  KeptParts(long maxBytes, ToLongFunction<T> size) {
    this.maxBytes = maxBytes;
    this.size = size;
  }

  /**
   * The part at an offset, read now if it is not kept. One of more than the bound is kept alone.
   */
  T get(long offset, LongFunction<T> read) {
    T known = parts.get(offset);
    if (known != null) {
      return known;
    }
    T fresh = read.apply(offset);
    parts.put(offset, fresh);
    bytes += size.applyAsLong(fresh);
    Iterator<T> oldest = parts.values().iterator();
    while (bytes > maxBytes && parts.size() > 1) {
      bytes -= size.applyAsLong(oldest.next());
      oldest.remove();
    }
    return fresh;
  }

  long bytes() {
    return bytes;
  }
}
