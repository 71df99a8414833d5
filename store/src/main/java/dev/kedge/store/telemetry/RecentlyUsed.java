package dev.kedge.store.telemetry;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * What was used last, up to a bound on its size: what was used longest ago goes first, but never
 * the only one. For values that never change. Safe for use by many threads.
 *
 * @param <K> what a value is known by
 * @param <V> the values
 */
final class RecentlyUsed<K, V> {
  private final long most;
  private final ToLongFunction<V> size;
  private final Map<K, V> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long total;

  /**
   * Nothing yet.
   *
   * @param most how large all together may be
   * @param size how large a value is, the same whenever it is asked
   */
  RecentlyUsed(long most, ToLongFunction<V> size) {
    this.most = most;
    this.size = size;
  }

  synchronized Optional<V> find(K key) {
    return Optional.ofNullable(kept.get(key));
  }

  /** Keeps a value, unless there is one already. */
  synchronized void keep(K key, V value) {
    if (kept.putIfAbsent(key, value) != null) {
      return;
    }
    total += size.applyAsLong(value);
    Iterator<V> eldest = kept.values().iterator();
    while (total > most && kept.size() > 1) {
      total -= size.applyAsLong(eldest.next());
      eldest.remove();
    }
  }
}
