package dev.kedge.linux.python;

import org.agrona.collections.LongHashSet;

/**
 * Where the states of a process's threads keep the record ({@code root_cframe}, up to 3.12) that
 * the record of a thread's first activation links to. A thread keeps its own as long as it lives,
 * so it has to be found once. Of limited size; one thread at a time.
 */
final class OutermostRecords {
  private static final int MAX_THREADS = 4_096;

  private final LongHashSet known = new LongHashSet();

  /** Remembers a record that led to a chain that was believed. */
  void add(long record) {
    if (known.size() >= MAX_THREADS) {
      known.clear();
    }
    known.add(record);
  }

  boolean contains(long record) {
    return known.contains(record);
  }
}
