package dev.kedge.agent;

/**
 * Has the heap collected as a whole once it has grown by garbage. The serial collector does so only
 * when the heap has reached its maximum: until then what outlives a few small collections, such as
 * the stacks of the last minute, makes the agent grow for hours. A collection is followed by a
 * pause of many times its length: where garbage comes faster the maximum is the bound. One thread
 * at a time.
 */
final class HeapKeeper {
  private static final long ROOM_BYTES = 8L << 20;

  /** One part in so many of what lives is added to the room: large heaps are dear to collect. */
  private static final int ROOM_SHARE = 3;

  /** An eighth of a thousandth of the time goes into collections. */
  private static final long PAUSE_FACTOR = 8_000;

  private static final long LONGEST_PAUSE_NANOS = 600_000_000_000L;

  private long livingBytes;
  private long nextNanos;

  /**
   * Takes a reading.
   *
   * @param usedBytes of the heap now, garbage included
   * @param nowNanos since the agent started
   * @return whether to collect now; if so {@link #collected} is to be told what is left
   */
  boolean observe(long usedBytes, long nowNanos) {
    return nowNanos >= nextNanos
        && usedBytes > livingBytes + Math.max(ROOM_BYTES, livingBytes / ROOM_SHARE);
  }

  /**
   * A collection is over.
   *
   * @param usedBytes what is left
   * @param nowNanos since the agent started
   * @param tookNanos how long it took
   */
  void collected(long usedBytes, long nowNanos, long tookNanos) {
    livingBytes = usedBytes;
    nextNanos = nowNanos + Math.min(PAUSE_FACTOR * tookNanos, LONGEST_PAUSE_NANOS);
  }

  /**
   * Collects the heap of this process when it is time.
   *
   * @param nowNanos since the agent started
   */
  void keep(long nowNanos) {
    Runtime runtime = Runtime.getRuntime();
    if (observe(runtime.totalMemory() - runtime.freeMemory(), nowNanos)) {
      long start = System.nanoTime();
      System.gc();
      long took = System.nanoTime() - start;
      collected(runtime.totalMemory() - runtime.freeMemory(), nowNanos + took, took);
    }
  }
}
