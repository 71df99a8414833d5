package dev.kedge.store.intake;

import java.util.Map;
import java.util.TreeMap;

/**
 * A set of numbers kept as inclusive ranges: sequence numbers rise, so one agent run is one range.
 * Not safe for use by several threads.
 */
final class Ranges {
  /**
   * Where a stream has more holes than this, the oldest are closed: what was lost on the way that
   * long ago will not come any more.
   */
  static final int MOST = 4096;

  private final TreeMap<Long, Long> byFirst = new TreeMap<>();

  boolean contains(long number) {
    Map.Entry<Long, Long> range = byFirst.floorEntry(number);
    return range != null && range.getValue() >= number;
  }

  void add(long number) {
    add(number, number);
  }

  void add(long first, long last) {
    long from = first;
    long to = last;
    Map.Entry<Long, Long> below = byFirst.floorEntry(first);
    if (below != null && touches(below.getValue(), first)) {
      from = below.getKey();
      to = Math.max(to, below.getValue());
    }
    Map.Entry<Long, Long> above = byFirst.higherEntry(from);
    while (above != null && touches(to, above.getKey())) {
      to = Math.max(to, above.getValue());
      byFirst.remove(above.getKey());
      above = byFirst.higherEntry(from);
    }
    byFirst.put(from, to);
    if (byFirst.size() > MOST) {
      Map.Entry<Long, Long> oldest = byFirst.firstEntry();
      Map.Entry<Long, Long> next = byFirst.higherEntry(oldest.getKey());
      byFirst.remove(next.getKey());
      byFirst.put(oldest.getKey(), next.getValue());
    }
  }

  /** First number to last number of each range. */
  Map<Long, Long> ranges() {
    return Map.copyOf(byFirst);
  }

  private static boolean touches(long last, long first) {
    return last >= first || last + 1 == first;
  }
}
