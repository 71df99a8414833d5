package dev.kedge.linux.v8;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Code that is gone since a short while: stacks are named some seconds after they were taken, and
 * V8 drops optimised code whose assumptions turned out wrong. Of bounded size; one thread at a
 * time.
 */
final class FormerCode {
  /** As long as names of stacks may take; then the place is more likely another function's. */
  static final long KEEP_NANOS = 30_000_000_000L;

  private static final int MAX_PIECES = 1_024;

  private final TreeMap<Long, CodePiece> pieces = new TreeMap<>();

  /** In the order of their end. */
  private final ArrayDeque<Gone> gone = new ArrayDeque<>();

  private record Gone(CodePiece piece, long nanos) {}

  /** A piece was seen to be gone. */
  void add(CodePiece piece, long nowNanos) {
    if (gone.size() >= MAX_PIECES) {
      removeFirst();
    }
    pieces.put(piece.start(), piece);
    gone.add(new Gone(piece, nowNanos));
  }

  /** Drops what is gone for too long. */
  void forgetOld(long nowNanos) {
    while (!gone.isEmpty() && nowNanos - gone.peek().nanos() > KEEP_NANOS) {
      removeFirst();
    }
  }

  private void removeFirst() {
    CodePiece first = gone.remove().piece();
    pieces.remove(first.start(), first);
  }

  /** The piece that lately was where an address is. */
  Optional<CodePiece> find(long address) {
    Map.Entry<Long, CodePiece> before = pieces.floorEntry(address);
    return before != null && before.getValue().contains(address)
        ? Optional.of(before.getValue())
        : Optional.empty();
  }
}
