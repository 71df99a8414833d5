package dev.kedge.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The segment that takes records. One thread writes at a time; threads that wait for the disk share
 * one fsync (group commit): whoever gets {@code syncing} first syncs what all have written.
 */
final class SegmentWriter {
  private final long number;
  private final Path file;
  private final FileChannel channel;
  private final long marker;
  private final ReentrantLock syncing = new ReentrantLock();
  private volatile long written;
  private volatile long synced;
  private volatile boolean broken;

  private SegmentWriter(long number, Path file, FileChannel channel, long marker) {
    this.number = number;
    this.file = file;
    this.channel = channel;
    this.marker = marker;
  }

  static SegmentWriter create(long number, Path file, FileChannel channel) throws IOException {
    SegmentWriter segment = new SegmentWriter(number, file, channel, SegmentFormat.newMarker());
    writeFully(channel, SegmentFormat.header(segment.marker), 0);
    channel.force(false);
    segment.written = SegmentFormat.START;
    segment.synced = SegmentFormat.START;
    return segment;
  }

  long number() {
    return number;
  }

  Path file() {
    return file;
  }

  long bytes() {
    return written;
  }

  /** True after a failure that leaves the end of the file in doubt: start another segment. */
  boolean broken() {
    return broken;
  }

  /**
   * Writes a record, not yet synced; the caller holds the journal's write lock.
   *
   * @return where it ends, for {@link #sync}
   */
  long write(byte type, byte[] payload) throws IOException {
    long start = written;
    ByteBuffer bytes = SegmentFormat.record(marker, type, payload);
    long end = start + bytes.remaining();
    try {
      writeFully(channel, bytes, start);
    } catch (IOException e) {
      cutBack(start, e);
      throw e;
    }
    written = end;
    return end;
  }

  /** Returns once everything up to {@code end} is on disk. */
  void sync(long end) throws IOException {
    syncing.lock();
    try {
      if (synced >= end) {
        return;
      }
      if (broken) {
        throw new IOException(file + ": an earlier write to this segment failed");
      }
      long target = written;
      try {
        channel.force(false);
      } catch (IOException e) {
        // What the kernel still holds after a failed fsync is not known: give up all of it.
        broken = true;
        cutBack(synced, e);
        throw e;
      }
      synced = target;
    } finally {
      syncing.unlock();
    }
  }

  void close() throws IOException {
    try {
      if (!broken) {
        sync(written);
      }
    } finally {
      channel.close();
    }
  }

  private void cutBack(long length, IOException cause) {
    try {
      channel.truncate(length);
    } catch (IOException e) {
      broken = true;
      cause.addSuppressed(e);
    }
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes, long at)
      throws IOException {
    long position = at;
    while (bytes.hasRemaining()) {
      position += channel.write(bytes, position);
    }
  }
}
