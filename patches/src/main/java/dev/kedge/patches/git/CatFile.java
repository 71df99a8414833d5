package dev.kedge.patches.git;

import dev.kedge.patches.Commit;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.CommitParser;
import dev.kedge.patches.PatchesException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Objects by name from one long-lived {@code git cat-file --batch}. For one thread. */
public final class CatFile implements AutoCloseable {
  /** Larger objects are not read. */
  static final int MAX_OBJECT_BYTES = 64 << 20;

  private static final int MAX_HEADER = 4096;

  private final GitProcess process;

  /** Starts the process; it ends with {@link #close}. */
  public CatFile(GitRepository repository) {
    this.process = repository.start(List.of("cat-file", "--batch"));
  }

  /** The commit of this id; empty when the repository does not hold it. */
  public Optional<Commit> commit(CommitId id) {
    return object(id.hex(), "commit").map(bytes -> CommitParser.parse(id, bytes));
  }

  /** The commit with this id, which may be shortened; empty when there is none, or several. */
  public Optional<CommitId> find(String hex) {
    return exchange(
        hex + "^{commit}",
        (header, bytes) ->
            header.missing() ? Optional.empty() : Optional.of(new CommitId(header.name())));
  }

  /** A file of a commit; empty when it has none of that name. Names with newlines are not found. */
  public Optional<byte[]> file(CommitId commit, String path) {
    return path.indexOf('\n') >= 0 ? Optional.empty() : object(commit.hex() + ":" + path, "blob");
  }

  private Optional<byte[]> object(String name, String type) {
    return exchange(
        name,
        (header, bytes) -> header.type().equals(type) ? Optional.of(bytes) : Optional.empty());
  }

  private <T> T exchange(String name, BiFunction<Header, byte[], T> answer) {
    try {
      OutputStream input = process.input();
      input.write((name + "\n").getBytes(StandardCharsets.UTF_8));
      input.flush();
      Header header = Header.read(process.output());
      byte[] bytes = header.missing() ? new byte[0] : contents(process.output(), header);
      return answer.apply(header, bytes);
    } catch (IOException e) {
      throw PatchesException.environment(
          "git cat-file ended: " + GitProcess.reason(-1, process.error()), e);
    }
  }

  static byte[] contents(InputStream stream, Header header) throws IOException {
    if (header.size() > MAX_OBJECT_BYTES) {
      stream.skipNBytes(header.size() + 1);
      return new byte[0];
    }
    byte[] bytes = stream.readNBytes((int) header.size());
    if (bytes.length != header.size() || stream.read() != '\n') {
      throw new EOFException("cut object");
    }
    return bytes;
  }

  /**
   * The line before an object.
   *
   * @param name id of the object, or what was asked for
   * @param type such as {@code commit}; {@code missing} or {@code ambiguous} for none
   * @param size bytes that follow, -1 for none
   */
  record Header(String name, String type, long size) {
    static Header read(InputStream stream) throws IOException {
      String line =
          GitRepository.asciiLine(stream, MAX_HEADER)
              .orElseThrow(() -> new EOFException("no answer"));
      String[] part = line.split(" ", -1);
      if (part.length == 3 && CommitId.isId(part[0])) {
        return new Header(part[0], part[1], Long.parseLong(part[2]));
      }
      return new Header(
          line.substring(0, Math.max(0, line.lastIndexOf(' '))), part[part.length - 1], -1);
    }

    boolean missing() {
      return size < 0;
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
