package dev.kedge.report.carrier;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts the fragments of long netconsole records together ({@code ncfrag=offset/length}, {@code
 * send_fragmented_body} in drivers/net/netconsole.c), in whatever order they come.
 */
final class Fragments {
  /** Records of one host being put together; a kernel sends one after the other. */
  static final int MAX_OPEN = 64;

  /** Fragments of one record; the kernel's own bound is below ten. */
  private static final int MAX_PIECES = 64;

  private record Piece(int offset, String body) {}

  /** A record some of whose fragments are here; {@code first} is what came first of it. */
  private static final class Open {
    final LogRecord first;
    final int total;
    final List<Piece> pieces = new ArrayList<>();

    /** Bytes of all pieces; a line feed may be missing between two. */
    int bytes;

    Open(LogRecord first, int total) {
      this.first = first;
      this.total = total;
    }

    /** The text from the beginning on; {@code complete} tells whether nothing is missing. */
    String join() {
      pieces.sort(Comparator.comparingInt(Piece::offset));
      StringBuilder text = new StringBuilder();
      int end = 0;
      for (Piece piece : pieces) {
        if (piece.offset() > end + 1) {
          text.append(MISSING);
        }
        if (piece.offset() >= end) {
          text.append(piece.body());
          end = piece.offset() + byteLength(piece.body());
        }
      }
      return end + 1 < total ? text.append(MISSING).toString() : text.toString();
    }
  }

  /** Stands where a fragment is missing. */
  static final String MISSING = " [lost] ";

  private final TreeMap<Long, Open> open = new TreeMap<>();
  private final Losses.Counter losses;

  Fragments(Losses.Counter losses) {
    this.losses = losses;
  }

  boolean isEmpty() {
    return open.isEmpty();
  }

  /**
   * Adds a fragment, whose text is its escaped body.
   *
   * @return the whole record when nothing is missing now; its text is still escaped
   */
  Optional<LogRecord> add(LogRecord fragment, int offset, int total) {
    Open record = open.computeIfAbsent(fragment.sequence(), key -> new Open(fragment, total));
    if (record.pieces.size() < MAX_PIECES
        && record.pieces.stream().noneMatch(piece -> piece.offset() == offset)) {
      record.pieces.add(new Piece(offset, fragment.text()));
      record.bytes += byteLength(fragment.text());
    }
    if (record.bytes + record.pieces.size() < record.total) {
      return Optional.empty();
    }
    String text = record.join();
    if (text.contains(MISSING)) {
      return Optional.empty();
    }
    open.remove(fragment.sequence());
    return Optional.of(record.first.saying(withoutDictionary(text)));
  }

  /** True when more records are open than a kernel sends at once. */
  boolean isFull() {
    return open.size() > MAX_OPEN;
  }

  /** The number of the oldest record that is not complete; there must be one. */
  long oldest() {
    return open.firstKey();
  }

  /** True when a record is here in part. */
  boolean holds(long sequence) {
    return open.containsKey(sequence);
  }

  /** Gives up waiting for the rest of a record that is here in part. */
  Optional<LogRecord> giveUp(long sequence) {
    Open record = open.remove(sequence);
    if (record == null) {
      return Optional.empty();
    }
    losses.fragments++;
    return Optional.of(record.first.saying(withoutDictionary(record.join())));
  }

  /** Properties of a record stand on lines of their own below its text. */
  private static String withoutDictionary(String body) {
    int end = body.indexOf('\n');
    return end < 0 ? body : body.substring(0, end);
  }

  private static int byteLength(String text) {
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      length += c < 0x80 ? 1 : c < 0x800 ? 2 : Character.isSurrogate(c) ? 2 : 3;
    }
    return length;
  }
}
