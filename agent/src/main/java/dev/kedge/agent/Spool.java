package dev.kedge.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Uploads on disk until the server has acknowledged them, oldest first, within a byte budget.
 *
 * <p>One file per upload, {@code NUMBER.KIND.zst}, written beside and renamed, so that a killed
 * agent leaves either the whole upload or none of it. When the budget is spent the oldest upload is
 * dropped and counted: the newest data is what an operator looks at first. Files are not fsynced;
 * after a power cut the host's own past seconds may be missing, and a file cut short by it is
 * refused by the server and set aside by {@link Uploader}.
 *
 * <p>Thread-safe.
 */
final class Spool implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("(\\d{19})\\.([a-z]+)\\.zst");

  /** An agent whose server was killed needs some seconds to end. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Path directory;
  private final SpoolLock lock;
  private final long budget;
  private final TreeMap<Long, Upload> waiting = new TreeMap<>();
  private long bytes;
  private long next;
  private long dropped;

  /**
   * One upload on disk.
   *
   * @param number its place in the order
   * @param kind what it is
   * @param bytes size of the compressed body
   */
  record Upload(long number, UploadKind kind, long bytes) {
    String fileName() {
      return "%019d.%s.zst".formatted(number, kind.path());
    }
  }

  private Spool(Path directory, SpoolLock lock, long budget) {
    this.directory = directory;
    this.lock = lock;
    this.budget = budget;
  }

  /**
   * Opens the spool and takes up what an earlier agent left there.
   *
   * @throws AgentException when the directory cannot be made or read, or another agent uses it
   */
  static Spool open(Path directory, long budget) {
    return open(directory, budget, PATIENCE);
  }

  static Spool open(Path directory, long budget, Duration patience) {
    Spool spool;
    try {
      Files.createDirectories(directory);
      spool = new Spool(directory, SpoolLock.take(directory, patience), budget);
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
        for (Path file : files) {
          spool.adopt(file);
        }
      }
    } catch (IOException e) {
      throw new AgentException(
          "spool directory %s: %s; name another with --spool".formatted(directory, e), e);
    }
    spool.next = spool.waiting.isEmpty() ? 0 : spool.waiting.lastKey() + 1;
    return spool;
  }

  private void adopt(Path file) throws IOException {
    String name = file.getFileName().toString();
    if (name.endsWith(".tmp")) {
      Files.deleteIfExists(file);
      return;
    }
    Matcher matcher = NAME.matcher(name);
    Optional<UploadKind> kind =
        matcher.matches() ? UploadKind.ofPath(matcher.group(2)) : Optional.empty();
    if (kind.isPresent()) {
      Upload upload = new Upload(Long.parseLong(matcher.group(1)), kind.get(), Files.size(file));
      waiting.put(upload.number(), upload);
      bytes += upload.bytes();
    }
  }

  /**
   * Keeps an upload.
   *
   * @return true when it was kept and nothing had to be dropped for it; false when something was
   *     dropped, so that dictionary entries may be missing on the server
   * @throws IOException when the disk refuses it; nothing is left behind then
   */
  synchronized boolean add(UploadKind kind, byte[] body) throws IOException {
    boolean kept = makeRoom(body.length);
    if (body.length > budget) {
      dropped++;
      return false;
    }
    Upload upload = new Upload(next, kind, body.length);
    Path target = directory.resolve(upload.fileName());
    Path temporary = directory.resolve(upload.fileName() + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.wrap(body);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      dropped++;
      Files.deleteIfExists(temporary);
      throw e;
    }
    next++;
    waiting.put(upload.number(), upload);
    bytes += upload.bytes();
    notifyAll();
    return kept;
  }

  private boolean makeRoom(long wanted) throws IOException {
    boolean kept = true;
    while (!waiting.isEmpty() && bytes + wanted > budget) {
      remove(waiting.firstEntry().getValue());
      dropped++;
      kept = false;
    }
    return kept;
  }

  /** The oldest upload, waiting up to the given time for one to come. */
  synchronized Optional<Upload> awaitOldest(long milliseconds) throws InterruptedException {
    long deadline = System.nanoTime() + milliseconds * 1_000_000;
    long left = milliseconds;
    while (waiting.isEmpty() && left > 0) {
      wait(left);
      left = (deadline - System.nanoTime()) / 1_000_000;
    }
    return Optional.ofNullable(waiting.firstEntry()).map(Map.Entry::getValue);
  }

  /** The compressed body of an upload; empty when it was dropped meanwhile. */
  Optional<byte[]> read(Upload upload) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(directory.resolve(upload.fileName())));
    } catch (NoSuchFileException dropped) {
      return Optional.empty();
    }
  }

  /** Forgets an upload that was acknowledged. */
  synchronized void acknowledge(Upload upload) throws IOException {
    if (waiting.containsKey(upload.number())) {
      remove(upload);
    }
  }

  /** Forgets an upload that the server will never take, and counts it as dropped. */
  synchronized void refuse(Upload upload) throws IOException {
    if (waiting.containsKey(upload.number())) {
      remove(upload);
      dropped++;
    }
  }

  private void remove(Upload upload) throws IOException {
    waiting.remove(upload.number());
    bytes -= upload.bytes();
    Files.deleteIfExists(directory.resolve(upload.fileName()));
  }

  /** Lets another agent use the directory. */
  @Override
  public void close() throws IOException {
    lock.close();
  }

  synchronized long bytes() {
    return bytes;
  }

  synchronized long dropped() {
    return dropped;
  }
}
