package dev.kedge.store.journal;

import dev.kedge.store.disk.DurableFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Numbered segment files of records. An append is on disk when it returns. A segment is written
 * once, from its start; after a restart a new one is begun, so that old ones are only ever read.
 * Safe for use by many threads.
 */
public final class Journal implements AutoCloseable {
  private final Path directory;
  private final long segmentBytes;
  private final Opener opener;
  private final ReentrantLock writing = new ReentrantLock();
  // Guarded by writing.
  private final NavigableMap<Long, Long> sealed;
  private Optional<SegmentWriter> active = Optional.empty();
  private long lastNumber;

  private Journal(
      Path directory,
      long segmentBytes,
      Opener opener,
      NavigableMap<Long, Long> sealed,
      long lastNumber) {
    this.directory = directory;
    this.segmentBytes = segmentBytes;
    this.opener = opener;
    this.sealed = sealed;
    this.lastNumber = lastNumber;
  }

  /** Opens the file of a new segment for writing. */
  @FunctionalInterface
  public interface Opener {
    /** The channel of a file that does not exist yet. */
    FileChannel open(Path file) throws IOException;

    /** Plain files. */
    static Opener files() {
      return file ->
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }
  }

  /** Takes a record at start, with the number of its segment. */
  @FunctionalInterface
  public interface Replay {
    /** Called in the order of the appends. */
    void take(long segment, Entry entry);
  }

  /** An opened journal and what opening found. */
  public record Opened(Journal journal, JournalRecovery recovery) {}

  /**
   * Opens a journal and reads it back.
   *
   * @param directory made if absent
   * @param quarantine where damaged stretches are put; made when needed
   * @param rolledThrough segments up to this number are in Parquet and are deleted
   * @param segmentBytes a segment of this size is closed and the next one begun
   */
  public static Opened open(
      Path directory,
      Path quarantine,
      long rolledThrough,
      long segmentBytes,
      Opener opener,
      Replay replay)
      throws IOException {
    Files.createDirectories(directory);
    JournalReplay reading = new JournalReplay(directory, quarantine, rolledThrough);
    reading.run(replay);
    long last = Math.max(rolledThrough, reading.lastNumber());
    return new Opened(
        new Journal(directory, segmentBytes, opener, reading.segments(), last), reading.recovery());
  }

  /**
   * Writes a record and waits for the disk.
   *
   * @return number of the segment it is in
   * @throws IOException when it could not be written; then it is not in the journal, and later
   *     appends are not hindered
   */
  public long append(Entry entry) throws IOException {
    byte[] payload = entry.pack();
    if (payload.length > SegmentFormat.MAX_PAYLOAD) {
      throw new IOException("a record of %d bytes is too large".formatted(payload.length));
    }
    SegmentWriter segment;
    long end;
    writing.lock();
    try {
      segment = active();
      end = segment.write(entry.type(), payload);
    } finally {
      writing.unlock();
    }
    segment.sync(end);
    return segment.number();
  }

  /** Closes the open segment, if it holds anything, so that the next append begins another. */
  public void seal() throws IOException {
    writing.lock();
    try {
      if (active.isPresent() && active.get().bytes() > SegmentFormat.START) {
        sealActive(active.get());
      }
    } finally {
      writing.unlock();
    }
  }

  /** Number of the youngest closed segment, 0 when there is none. */
  public long lastSealed() {
    writing.lock();
    try {
      return sealed.isEmpty() ? 0 : sealed.lastKey();
    } finally {
      writing.unlock();
    }
  }

  /** Bytes in segments, open or closed. */
  public long bytes() {
    writing.lock();
    try {
      return sealed.values().stream().mapToLong(Long::longValue).sum()
          + active.map(SegmentWriter::bytes).orElse(0L);
    } finally {
      writing.unlock();
    }
  }

  /** Bytes in the open segment beyond its header. */
  public long openBytes() {
    writing.lock();
    try {
      return active.map(segment -> segment.bytes() - SegmentFormat.START).orElse(0L);
    } finally {
      writing.unlock();
    }
  }

  /** Deletes closed segments up to that number: their content is safe elsewhere. */
  public void deleteThrough(long number) throws IOException {
    writing.lock();
    try {
      for (Long segment : sealed.headMap(number, true).keySet().toArray(Long[]::new)) {
        Files.deleteIfExists(directory.resolve(SegmentFormat.fileName(segment)));
        sealed.remove(segment);
      }
    } finally {
      writing.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    writing.lock();
    try {
      if (active.isPresent()) {
        sealActive(active.get());
      }
    } finally {
      writing.unlock();
    }
  }

  private SegmentWriter active() throws IOException {
    if (active.isPresent()) {
      SegmentWriter segment = active.get();
      if (!segment.broken() && segment.bytes() < segmentBytes) {
        return segment;
      }
      sealActive(segment);
    }
    SegmentWriter begun = begin(lastNumber + 1);
    active = Optional.of(begun);
    return begun;
  }

  private void sealActive(SegmentWriter segment) throws IOException {
    active = Optional.empty();
    sealed.put(segment.number(), segment.bytes());
    segment.close();
  }

  private SegmentWriter begin(long number) throws IOException {
    Path file = directory.resolve(SegmentFormat.fileName(number));
    FileChannel channel = opener.open(file);
    try {
      SegmentWriter segment = SegmentWriter.create(number, file, channel);
      DurableFiles.syncDirectory(directory);
      lastNumber = number;
      return segment;
    } catch (IOException | RuntimeException e) {
      channel.close();
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /** Sizes of closed segments by number, for tests and statistics. */
  public Map<Long, Long> sealedSegments() {
    writing.lock();
    try {
      return new TreeMap<>(sealed);
    } finally {
      writing.unlock();
    }
  }
}
