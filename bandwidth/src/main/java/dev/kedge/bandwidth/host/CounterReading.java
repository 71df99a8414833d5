package dev.kedge.bandwidth.host;

import dev.kedge.bandwidth.BandwidthException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Counters of one group at one time; a counter the kernel does not show is absent.
 *
 * @param values not negative; nanoseconds where the counter is a time
 */
public record CounterReading(Map<Counter, Long> values) {
  /** Nothing could be read. */
  public static final CounterReading NONE = new CounterReading(Map.of());

  /** Copies the values. */
  public CounterReading {
    EnumMap<Counter, Long> copy = new EnumMap<>(Counter.class);
    values.forEach((counter, value) -> {
      if (value < 0) {
        throw new BandwidthException(
            "%s is %d: expected 0 or more".formatted(counter.key(), value));
      }
      copy.put(counter, value);
    });
    values = Collections.unmodifiableMap(copy);
  }

  public OptionalLong get(Counter counter) {
    Long value = values.get(counter);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** The value, 0 where it is unknown. */
  public long orZero(Counter counter) {
    return get(counter).orElse(0);
  }

  public boolean has(Counter counter) {
    return values.containsKey(counter);
  }

  /**
   * The growth since an earlier reading. A counter that went back, as it does when a group was made
   * anew under its old path or its threads ended, is absent.
   */
  public CounterReading since(CounterReading earlier) {
    EnumMap<Counter, Long> growth = new EnumMap<>(Counter.class);
    values.forEach((counter, value) -> {
      Long before = earlier.values.get(counter);
      if (before != null && value >= before) {
        growth.put(counter, value - before);
      }
    });
    return new CounterReading(growth);
  }
}
