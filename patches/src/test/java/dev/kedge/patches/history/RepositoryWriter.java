package dev.kedge.patches.history;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.git.GitRepository;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes commits into a fresh repository through one {@code git fast-import}. Each commit's id is
 * known at once, so that later messages can name it.
 */
public final class RepositoryWriter implements AutoCloseable {
  private static final long FIRST_SECOND = 1_600_000_000L;

  private final Path directory;
  private final Process process;
  private final OutputStream out;
  private final InputStream answers;
  private final Map<CommitId, Integer> marks = new HashMap<>();
  private int mark;

  /** Makes the repository; its work tree stays empty. */
  public RepositoryWriter(Path directory) {
    this.directory = directory;
    try {
      Files.createDirectories(directory);
      run("git", "init", "-q", "-b", "main", directory.toString());
      process =
          new ProcessBuilder("git", "-C", directory.toString(), "fast-import", "--quiet", "--force")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out = new java.io.BufferedOutputStream(process.getOutputStream());
    answers = process.getInputStream();
  }

  /**
   * One commit to write.
   *
   * @param branch such as {@code main}; its tip moves to the new commit
   * @param parents empty for the branch's tip (or a root where the branch is new)
   * @param author such as {@code A U Thor <a@example.org>}
   * @param seconds author and commit time, Unix seconds; 0 for a second after the last one
   * @param message the whole message
   * @param encoding how the message is written
   * @param files new contents by path; empty removes the file
   */
  public record Entry(
      String branch,
      List<CommitId> parents,
      String author,
      long seconds,
      String message,
      Charset encoding,
      Map<String, Optional<String>> files) {
    /** A commit on the tip of a branch. */
    public static Entry on(String branch, String message, Map<String, String> files) {
      Map<String, Optional<String>> contents = new java.util.LinkedHashMap<>();
      files.forEach((path, text) -> contents.put(path, Optional.of(text)));
      return new Entry(
          branch,
          List.of(),
          "Anna Author <anna@example.org>",
          0,
          message,
          StandardCharsets.UTF_8,
          contents);
    }

    /** The same below other parents. */
    public Entry below(CommitId... others) {
      return new Entry(branch, List.of(others), author, seconds, message, encoding, files);
    }

    /** The same by someone else. */
    public Entry by(String name) {
      return new Entry(branch, parents, name, seconds, message, encoding, files);
    }
  }

  /** Writes a commit that changes some files of {@code main}. */
  public CommitId commit(String message, Map<String, String> files) {
    return write(Entry.on("main", message, files));
  }

  /** Writes a commit. */
  public CommitId write(Entry entry) {
    mark++;
    long seconds = entry.seconds() == 0 ? FIRST_SECOND + mark : entry.seconds();
    try {
      text("commit refs/heads/" + entry.branch() + "\nmark :" + mark + "\n");
      text("author " + entry.author() + " " + seconds + " +0000\n");
      text("committer " + entry.author() + " " + seconds + " +0000\n");
      data(entry.message().getBytes(entry.encoding()));
      for (int i = 0; i < entry.parents().size(); i++) {
        text((i == 0 ? "from :" : "merge :") + marks.get(entry.parents().get(i)) + "\n");
      }
      for (Map.Entry<String, Optional<String>> file : entry.files().entrySet()) {
        String path = quoted(file.getKey());
        if (file.getValue().isPresent()) {
          text("M 100644 inline " + path + "\n");
          data(file.getValue().get().getBytes(StandardCharsets.UTF_8));
        } else {
          text("D " + path + "\n");
        }
      }
      text("\nget-mark :" + mark + "\n");
      out.flush();
      CommitId id = new CommitId(line());
      marks.put(id, mark);
      return id;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = answers.read(); c != '\n'; c = answers.read()) {
      if (c < 0) {
        throw new IOException("git fast-import ended");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  private static String quoted(String path) {
    return '"' + path.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  private void text(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private void data(byte[] bytes) throws IOException {
    text("data " + bytes.length + "\n");
    out.write(bytes);
    text("\n");
  }

  /** Ends the import and opens the repository. */
  public GitRepository finish() {
    close();
    return GitRepository.open(directory);
  }

  @Override
  public void close() {
    try {
      out.close();
      if (process.waitFor() != 0) {
        throw new IllegalStateException("git fast-import failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Runs a command that must succeed. */
  public static void run(String... command) throws IOException {
    try {
      int code = new ProcessBuilder(command).inheritIO().start().waitFor();
      if (code != 0) {
        throw new IOException(String.join(" ", command) + ": exit code " + code);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
