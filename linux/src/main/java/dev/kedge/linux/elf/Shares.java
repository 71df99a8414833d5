package dev.kedge.linux.elf;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts who uses memory that is freed by hand, and frees it when the last one is done. So a table
 * can be dropped while another thread looks something up in it. Thread-safe.
 */
final class Shares {
  private final AtomicInteger holders = new AtomicInteger(1);
  private final Runnable free;

  /** Begins with one share, that of the caller. */
  Shares(Runnable free) {
    this.free = free;
  }

  /** Takes a share, to be given back; false when the memory is freed already. */
  boolean take() {
    for (int held = holders.get(); held > 0; held = holders.get()) {
      if (holders.compareAndSet(held, held + 1)) {
        return true;
      }
    }
    return false;
  }

  void giveBack() {
    if (holders.decrementAndGet() == 0) {
      free.run();
    }
  }

  boolean freed() {
    return holders.get() <= 0;
  }
}
