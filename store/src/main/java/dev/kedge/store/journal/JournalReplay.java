package dev.kedge.store.journal;

import dev.kedge.store.disk.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads the segments an earlier process left. Unfinished writes are cut off; of a damaged segment a
 * copy is put aside and the whole records are kept, so that the damage is counted once.
 */
final class JournalReplay {
  private static final System.Logger LOG = System.getLogger(JournalReplay.class.getName());

  /** A segment is closed at a size far below; a larger file is none of ours. */
  private static final long MAX_SEGMENT = 1L << 30;

  private static final String FRESH = ".new";

  private final Path directory;
  private final Path quarantine;
  private final long rolledThrough;
  private final NavigableMap<Long, Long> segments = new TreeMap<>();
  private JournalRecovery recovery = JournalRecovery.none();
  private long lastNumber;

  JournalReplay(Path directory, Path quarantine, long rolledThrough) {
    this.directory = directory;
    this.quarantine = quarantine;
    this.rolledThrough = rolledThrough;
  }

  /** Segments that hold records, with their sizes. */
  NavigableMap<Long, Long> segments() {
    return segments;
  }

  JournalRecovery recovery() {
    return recovery;
  }

  /** Highest number any file has. */
  long lastNumber() {
    return lastNumber;
  }

  void run(Journal.Replay replay) throws IOException {
    List<Path> files;
    try (Stream<Path> listing = Files.list(directory)) {
      files = listing.sorted().toList();
    }
    for (Path file : files) {
      Optional<Long> number = SegmentFormat.number(file);
      if (number.isEmpty()) {
        if (file.toString().endsWith(FRESH)) {
          Files.delete(file);
        }
        continue;
      }
      lastNumber = Math.max(lastNumber, number.get());
      if (number.get() <= rolledThrough) {
        Files.delete(file);
      } else {
        read(file, number.get(), replay);
      }
    }
  }

  private void read(Path file, long number, Journal.Replay replay) throws IOException {
    long size = Files.size(file);
    if (size > MAX_SEGMENT) {
      putAside(file);
      return;
    }
    byte[] bytes = Files.readAllBytes(file);
    Optional<Long> marker = SegmentFormat.marker(bytes);
    if (marker.isEmpty()) {
      if (bytes.length < SegmentFormat.START) {
        recovery = recovery.plus(new JournalRecovery(0, 0, 0, bytes.length));
        Files.delete(file);
      } else {
        putAside(file);
      }
      return;
    }
    List<ByteBuffer> whole = new ArrayList<>();
    SegmentReader reader = new SegmentReader(bytes, marker.get());
    reader.read((type, payload) -> {
      try {
        replay.take(number, Entry.unpack(type, payload));
        whole.add(SegmentFormat.record(marker.get(), type, payload));
        return true;
      } catch (IOException e) {
        LOG.log(System.Logger.Level.WARNING, file + ": " + e.getMessage());
        return false;
      }
    });
    settle(file, bytes, marker.get(), reader, whole);
    if (whole.isEmpty()) {
      Files.delete(file);
    } else {
      segments.put(number, Files.size(file));
    }
  }

  private void settle(
      Path file, byte[] bytes, long marker, SegmentReader reader, List<ByteBuffer> whole)
      throws IOException {
    long torn = (long) bytes.length - reader.end();
    recovery = recovery.plus(new JournalRecovery(whole.size(), reader.damaged(), 0, torn));
    if (reader.damaged() > 0) {
      LOG.log(
          System.Logger.Level.WARNING,
          "%s: %d damaged stretches skipped, %d records kept, a copy is in %s"
              .formatted(file, reader.damaged(), whole.size(), quarantine));
      try {
        Files.createDirectories(quarantine);
        Files.copy(file, aside(file), StandardCopyOption.REPLACE_EXISTING);
        rewrite(file, marker, whole);
      } catch (IOException e) {
        // A full disk must not keep the store from opening; the damage is then counted again.
        LOG.log(System.Logger.Level.WARNING, file + " stays damaged: " + e.getMessage());
      }
    } else if (torn > 0) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(reader.end());
        channel.force(false);
      }
    }
  }

  private static void rewrite(Path file, long marker, List<ByteBuffer> whole) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + FRESH);
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      write(channel, SegmentFormat.header(marker));
      for (ByteBuffer record : whole) {
        write(channel, record);
      }
    }
    DurableFiles.publish(fresh, file);
  }

  private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private void putAside(Path file) throws IOException {
    LOG.log(
        System.Logger.Level.WARNING,
        "%s: no header can be read; moved to %s".formatted(file, quarantine));
    Files.createDirectories(quarantine);
    Files.move(file, aside(file), StandardCopyOption.REPLACE_EXISTING);
    recovery = recovery.plus(new JournalRecovery(0, 0, 1, 0));
  }

  private Path aside(Path file) {
    return quarantine.resolve(file.getFileName().toString());
  }
}
