package dev.kedge.store.telemetry;

import dev.kedge.profile.compact.PackedSums;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Sums of blocks that were unpacked for questions, the last ones used. A block's never change, so
 * its number is enough to know them by. Safe for use by many threads.
 */
final class SumsCache {
  /** About 64 MiB where each row is of another task. */
  private static final long MOST_ROWS = 800_000;

  private final Map<Key, PackedSums> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long rows;

  /** Numbers of blocks differ within a host only. */
  private record Key(String host, long block) {}

  synchronized Optional<PackedSums> find(String host, long block) {
    return Optional.ofNullable(kept.get(new Key(host, block)));
  }

  /** Keeps sums; not those whose dictionaries another question may find. */
  synchronized void keep(String host, long block, PackedSums sums) {
    if (!sums.isWhole() || kept.putIfAbsent(new Key(host, block), sums) != null) {
      return;
    }
    rows += sums.rows().size();
    Iterator<PackedSums> eldest = kept.values().iterator();
    while (rows > MOST_ROWS && kept.size() > 1) {
      rows -= eldest.next().rows().size();
      eldest.remove();
    }
  }
}
