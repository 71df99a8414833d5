package dev.kedge.store.telemetry;

import dev.kedge.profile.compact.PackedSums;
import java.util.Optional;

/**
 * Sums of blocks that were unpacked for questions, the last ones used. A block's never change, so
 * its number is enough to know them by. Safe for use by many threads.
 */
final class SumsCache {
  /** About 64 MiB where each row is of another task. */
  private static final long MOST_ROWS = 800_000;

  private final RecentlyUsed<Key, PackedSums> kept =
      new RecentlyUsed<>(MOST_ROWS, sums -> sums.rows().size());

  /** Numbers of blocks differ within a host only. */
  private record Key(String host, long block) {}

  Optional<PackedSums> find(String host, long block) {
    return kept.find(new Key(host, block));
  }

  /** Keeps sums; not those whose dictionaries another question may find. */
  void keep(String host, long block, PackedSums sums) {
    if (sums.isWhole()) {
      kept.keep(new Key(host, block), sums);
    }
  }
}
