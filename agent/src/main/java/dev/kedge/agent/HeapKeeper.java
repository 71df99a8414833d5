package dev.kedge.agent;

/**
 * Has the heap collected as a whole once it has grown by garbage. The serial collector does so only
 * when the heap has reached its maximum: until then what outlives a few small collections, such as
 * the stacks of the last minute, makes the agent grow for hours. One thread at a time.
 */
final class HeapKeeper {
  private static final long ROOM_BYTES = 8L << 20;

  /** One part in so many of what lives is added to the room: large heaps are dear to collect. */
  private static final int ROOM_SHARE = 3;

  private long livingBytes = -1;

  /**
   * Takes a reading.
   *
   * @param usedBytes of the heap now, garbage included
   * @return whether to collect now; if so {@link #collected} is to be told what is left
   */
  boolean observe(long usedBytes) {
    if (livingBytes < 0) {
      // What the start left behind goes first.
      return true;
    }
    return usedBytes > livingBytes + Math.max(ROOM_BYTES, livingBytes / ROOM_SHARE);
  }

  /** So many bytes of the heap are left after a collection. */
  void collected(long usedBytes) {
    livingBytes = usedBytes;
  }

  /** Collects the heap of this process when it is time. */
  void keep() {
    Runtime runtime = Runtime.getRuntime();
    if (observe(runtime.totalMemory() - runtime.freeMemory())) {
      System.gc();
      collected(runtime.totalMemory() - runtime.freeMemory());
    }
  }
}
