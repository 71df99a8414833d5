package dev.kedge.linux.kmsg;

import dev.kedge.linux.Errno;
import dev.kedge.linux.FileCalls;
import dev.kedge.linux.KernelFile;
import dev.kedge.model.Limitation;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Follows the kernel's log, from the oldest record that is still kept. {@link #read} belongs to one
 * thread; the counters may be asked from any.
 */
public final class KmsgReader implements AutoCloseable {
  /** Twice what any kernel writes for one record (CONSOLE_EXT_LOG_MAX, PRINTK_MESSAGE_MAX). */
  static final int RECORD_BYTES = 16 * 1024;

  private static final int MAX_RECORDS_PER_READ = 4096;
  private static final int MAX_FAILURES_IN_A_ROW = 16;

  private final Optional<KmsgSource> source;
  private final Optional<Limitation> limitation;
  private final byte[] buffer = new byte[RECORD_BYTES];
  private long expected = -1;
  private final AtomicLong records = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong malformed = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();

  KmsgReader(Optional<KmsgSource> source, Optional<Limitation> limitation) {
    this.source = source;
    this.limitation = limitation;
  }

  /**
   * Opens the log. Never fails: without permission there is nothing to read and a {@link
   * #limitation} that says so.
   *
   * @param device usually {@code /dev/kmsg}
   * @param procRoot where procfs is, for the explanation of a refusal
   */
  public static KmsgReader open(Path device, Path procRoot) {
    int fd =
        FileCalls.open(
            device.toString(), FileCalls.O_RDONLY | FileCalls.O_NONBLOCK | FileCalls.O_CLOEXEC);
    if (fd >= 0) {
      return new KmsgReader(Optional.of(new KmsgDevice(fd)), Optional.empty());
    }
    String restrict =
        KernelFile.text(procRoot.resolve("sys/kernel/dmesg_restrict"))
            .map(String::strip)
            .orElse("unreadable");
    return new KmsgReader(
        Optional.empty(),
        Optional.of(
            new Limitation(
                "kernel messages",
                "%s: %s, dmesg_restrict=%s".formatted(device, Errno.name(-fd), restrict),
                Errno.denied(-fd)
                    ? "CAP_SYSLOG, and read permission on " + device
                    : "the device " + device)));
  }

  /**
   * Hands over the records that are there, after waiting for the first of them.
   *
   * @param timeoutMillis how long to wait at most
   * @return how many records were handed over
   */
  public int read(KmsgHandler handler, int timeoutMillis) {
    if (source.isEmpty() || !source.get().await(timeoutMillis)) {
      return 0;
    }
    int handed = 0;
    int failed = 0;
    while (handed < MAX_RECORDS_PER_READ && failed < MAX_FAILURES_IN_A_ROW) {
      int length = source.get().read(buffer);
      if (length > 0) {
        failed = 0;
        handed += record(length, handler);
      } else if (length == -Errno.EPIPE || length == -Errno.EINVAL || length == -Errno.EINTR) {
        // EPIPE: overwritten before we came. EINVAL: a record larger than the buffer. Either way
        // the next read goes on behind the gap, which the sequence numbers will tell.
        failed++;
      } else {
        failures.addAndGet(length == -Errno.EAGAIN ? 0 : 1);
        break;
      }
    }
    return handed;
  }

  private int record(int length, KmsgHandler handler) {
    Optional<KmsgRecord> parsed = KmsgParser.parse(buffer, length);
    if (parsed.isEmpty()) {
      malformed.incrementAndGet();
      return 0;
    }
    KmsgRecord record = parsed.get();
    if (expected >= 0 && record.sequence() > expected) {
      lost.addAndGet(record.sequence() - expected);
      handler.onGap(record.sequence() - expected);
    }
    expected = record.sequence() + 1;
    records.incrementAndGet();
    handler.onRecord(record);
    return 1;
  }

  /** Why the log cannot be read, if it cannot. */
  public Optional<Limitation> limitation() {
    return limitation;
  }

  /** Records handed over so far. */
  public long records() {
    return records.get();
  }

  /** Records missing so far. */
  public long lost() {
    return lost.get();
  }

  /** Records of another form than the kernel's. */
  public long malformed() {
    return malformed.get();
  }

  /** Reads that failed for another reason than an empty log. */
  public long failures() {
    return failures.get();
  }

  @Override
  public void close() {
    source.ifPresent(KmsgSource::close);
  }
}
