package dev.kedge.linux.perf;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * The reader's side of one perf ring ({@code struct perf_event_mmap_page} and the data after it).
 *
 * <p>The kernel advances {@code data_head} after a record is complete; the reader loads it with
 * acquire semantics, copies records out and gives the space back by storing {@code data_tail} with
 * release semantics (see the comments at {@code data_head} in perf_event.h). Records are multiples
 * of eight bytes and may wrap around the end of the data. One thread at a time.
 */
final class PerfRing {
  /** Offset of {@code data_head} in the control page. */
  static final long DATA_HEAD = 1024;

  /** Offset of {@code data_tail} in the control page. */
  static final long DATA_TAIL = 1032;

  private static final VarHandle LONG = JAVA_LONG.varHandle();

  private final MemorySegment control;
  private final MemorySegment data;
  private final long mask;
  private long head;
  private long tail;
  private long corruptBytes;

  /**
   * A ring over mapped memory.
   *
   * @param mapped control page and data
   * @param pageBytes bytes of the control page
   * @throws IllegalArgumentException when the data is no power of two
   */
  PerfRing(MemorySegment mapped, int pageBytes) {
    long bytes = mapped.byteSize() - pageBytes;
    if (bytes < 8 || Long.bitCount(bytes) != 1) {
      throw new IllegalArgumentException("perf ring of %d bytes: no power of two".formatted(bytes));
    }
    this.control = mapped.asSlice(0, pageBytes);
    this.data = mapped.asSlice(pageBytes, bytes);
    this.mask = bytes - 1;
    this.tail = (long) LONG.getAcquire(control, DATA_TAIL);
    this.head = tail;
  }

  /** Sees what the kernel has completed up to now. */
  void refresh() {
    head = (long) LONG.getAcquire(control, DATA_HEAD);
    if (head - tail > mask + 1 || head - tail < 0 || (head & 7) != 0) {
      skipAll();
    }
  }

  /** Whether a complete record is waiting; nonsense in the ring is skipped and counted. */
  boolean hasRecord() {
    if (head == tail) {
      return false;
    }
    int bytes = recordBytes();
    if (bytes < 8 || (bytes & 7) != 0 || bytes > head - tail) {
      skipAll();
      return false;
    }
    return true;
  }

  private void skipAll() {
    corruptBytes += Math.clamp(head - tail, 0, mask + 1);
    tail = head;
  }

  /** Bytes of the waiting record. */
  int recordBytes() {
    return RecordHeader.bytes(word(0));
  }

  /** Word {@code index} of the waiting record; index must lie inside it. */
  long word(int index) {
    return data.get(JAVA_LONG, (tail + 8L * index) & mask);
  }

  /** When the waiting record was made; 0 for one too short to tell. */
  long recordTime(RecordLayout layout) {
    long header = word(0);
    int words = RecordHeader.bytes(header) / 8;
    int at =
        RecordHeader.type(header) == RecordHeader.SAMPLE
            ? layout.timeWord
            : words - layout.timeFromEnd;
    return at > 0 && at < words ? word(at) : 0;
  }

  /** Copies the waiting record out and moves past it; how many words it has. */
  int take(long[] into) {
    int bytes = recordBytes();
    int words = bytes / 8;
    long from = tail & mask;
    int first = (int) Math.min(words, (mask + 1 - from) / 8);
    MemorySegment.copy(data, JAVA_LONG, from, into, 0, first);
    MemorySegment.copy(data, JAVA_LONG, 0, into, first, words - first);
    tail += bytes;
    return words;
  }

  /** Gives the space of all records taken back to the kernel. */
  void release() {
    LONG.setRelease(control, DATA_TAIL, tail);
  }

  /** Bytes taken but perhaps not yet released, since the ring began. */
  long position() {
    return tail;
  }

  /** Bytes skipped because they made no sense. */
  long corruptBytes() {
    return corruptBytes;
  }
}
