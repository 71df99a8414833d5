package dev.kedge.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A git repository for tests of the merge queue. */
final class QueueRepository {
  private final Path directory;

  QueueRepository(Path directory) {
    this.directory = directory;
    git(List.of("git", "init", "-q", "-b", "main", directory.toString()));
  }

  private QueueRepository(Path directory, QueueRepository from) {
    this.directory = directory;
    git(List.of("git", "clone", "-q", from.directory.toString(), directory.toString()));
  }

  QueueRepository copy(Path other) {
    return new QueueRepository(other, this);
  }

  /** A branch of one commit on main that adds a file. */
  String topic(String name, String file) {
    run("branch", "topic-" + name, "main");
    return commit("topic-" + name, "adds " + file, file, "text\n");
  }

  String commit(String branch, String message, String file, String text) {
    try {
      if (run("branch", "--list", branch).isEmpty()) {
        run("symbolic-ref", "HEAD", "refs/heads/" + branch);
      } else {
        run("checkout", "-q", branch);
      }
      Files.writeString(directory.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    run("add", ".");
    run("commit", "-q", "-m", message);
    String head = run("rev-parse", "HEAD");
    run("checkout", "-q", "--detach");
    return head;
  }

  byte[] bundle(Path file, String range) {
    run("bundle", "create", "-q", file.toString(), range);
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> files(String branch) {
    return run("ls-tree", "--name-only", branch).lines().toList();
  }

  String run(String... arguments) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "git",
                "-C",
                directory.toString(),
                "-c",
                "user.name=Developer",
                "-c",
                "user.email=dev@example.org"));
    line.addAll(List.of(arguments));
    return git(line);
  }

  private static String git(List<String> line) {
    try {
      Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(line + ": " + out);
      }
      return out.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
