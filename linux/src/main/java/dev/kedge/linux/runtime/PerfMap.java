package dev.kedge.linux.runtime;

import dev.kedge.linux.Errno;
import dev.kedge.linux.FileCalls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The map of generated code a process writes for profilers: {@code /tmp/perf-PID.map}, lines of
 * {@code START SIZE name} in hexadecimal (tools/perf/Documentation/jit-interface.txt in the
 * kernel's tree), with the process id and the directory as the process sees them. Only where code
 * lies is kept; names are read from the file when asked for.
 *
 * <p>Anyone may put a file there: it must be a regular file that belongs to the owner of the
 * process or to root, and it is read up to a size. One thread at a time.
 */
public final class PerfMap implements AutoCloseable {
  private static final int CHUNK = 1 << 20;
  private static final long MAX_FILE_BYTES = 256L << 20;
  private static final int MAX_LINE = 4_096;

  /** After so long a file that was not there is looked for again, then after twice as long. */
  private static final long FIRST_WAIT_NANOS = 500_000_000L;

  private static final int MAX_DOUBLINGS = 4;

  private final Path procRoot;
  private final int pid;
  private final PerfMapIndex index = new PerfMapIndex();
  private Optional<FileChannel> file = Optional.empty();
  private OptionalInt ownPid = OptionalInt.empty();
  private long nextOpenNanos = System.nanoTime();
  private int futile;
  private long read;

  /**
   * The map of a process, not read yet.
   *
   * @param procRoot where procfs is mounted
   * @param pid the process
   */
  public PerfMap(Path procRoot, int pid) {
    this.procRoot = procRoot;
    this.pid = pid;
  }

  /**
   * Reads what was written since the last time, a few MiB at most.
   *
   * @return whether there is anything new
   */
  public boolean refresh() {
    try {
      if (file.isEmpty() && System.nanoTime() - nextOpenNanos >= 0) {
        // Most processes have none, and each name that is not known would look for it.
        nextOpenNanos = System.nanoTime() + (FIRST_WAIT_NANOS << Math.min(futile++, MAX_DOUBLINGS));
        file = open();
      }
      return file.isPresent() && readOn(file.get());
    } catch (IOException e) {
      return false;
    }
  }

  /** The function whose code holds an address, when the map tells one. */
  public Optional<RuntimeFunction> function(long address) {
    long at = index.find(address);
    if (at < 0 || file.isEmpty()) {
      return Optional.empty();
    }
    try {
      ByteBuffer line = ByteBuffer.allocate(MAX_LINE);
      int length = file.get().read(line, at);
      return length <= 0
          ? Optional.empty()
          : PerfMapLine.parse(line.array(), 0, length).map(PerfMapLine::function);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Optional<FileChannel> open() throws IOException {
    Path process = procRoot.resolve(Integer.toString(pid));
    Path directory = process.resolve("root/tmp");
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    if (ownPid.isEmpty()) {
      ownPid = OptionalInt.of(NamespacePid.of(process, pid));
    }
    Path path = directory.resolve("perf-%d.map".formatted(ownPid.getAsInt()));
    int fd =
        FileCalls.open(
            path.toString(),
            FileCalls.O_RDONLY
                | FileCalls.O_NONBLOCK
                | FileCalls.O_CLOEXEC
                | FileCalls.noFollowFlag());
    if (fd < 0) {
      return Optional.empty();
    }
    try {
      Path open = Path.of("/proc/self/fd/" + fd);
      if (!Files.isRegularFile(open) || !trusted(open, process)) {
        throw new IOException("%s: %s".formatted(path, Errno.name(1)));
      }
      return Optional.of(FileChannel.open(open, StandardOpenOption.READ));
    } finally {
      FileCalls.close(fd);
    }
  }

  private static boolean trusted(Path file, Path process) throws IOException {
    int owner = (int) Files.getAttribute(file, "unix:uid");
    return owner == 0 || owner == (int) Files.getAttribute(process, "unix:uid");
  }

  private boolean readOn(FileChannel channel) throws IOException {
    long size = Math.min(channel.size(), MAX_FILE_BYTES);
    if (size < read) {
      // Written anew: nothing of the old one counts.
      index.clear();
      read = 0;
    }
    boolean any = false;
    ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, Math.max(0, size - read)));
    while (read < size && index.hasRoom()) {
      chunk.clear();
      int length = channel.read(chunk, read);
      int used = length <= 0 ? 0 : takeLines(chunk.array(), length);
      if (used == 0) {
        break;
      }
      read += used;
      any = true;
    }
    if (any) {
      index.sort();
    }
    return any;
  }

  /** Takes the whole lines of a chunk; how many bytes those were. */
  private int takeLines(byte[] bytes, int length) {
    int start = 0;
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        long at = read + start;
        PerfMapLine.parse(bytes, start, i)
            .ifPresent(line -> index.add(line.start(), line.size(), at));
        start = i + 1;
      }
    }
    // A line without an end that fills the chunk is no line.
    return start == 0 && length == bytes.length && length > MAX_LINE ? length : start;
  }

  /** Pieces of code known. */
  public int size() {
    return index.size();
  }

  @Override
  public void close() {
    try {
      if (file.isPresent()) {
        file.get().close();
      }
    } catch (IOException e) {
      // It was only read.
    }
    file = Optional.empty();
  }

  /** Text of a name. */
  static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
