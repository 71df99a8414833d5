package dev.kedge.server.merge;

import dev.kedge.verify.VerifyException;
import dev.kedge.verify.result.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of a merge queue: {@code proposal-N.json}, {@code run-N.json} and {@code run-N.log}.
 * Each file is written whole, flushed to the disk and only then renamed, so that a kill leaves the
 * state before or after, never a half. For one thread at a time.
 */
final class MergeFiles {
  private static final Logger LOG = LoggerFactory.getLogger(MergeFiles.class);
  private static final String PROPOSAL = "proposal-";
  private static final String RUN = "run-";
  private static final Pattern NUMBERED = Pattern.compile("([a-z]+-)([0-9]{1,18})\\.json");
  private static final int MAX_JSON = 1 << 20;

  private final Path folder;
  private final StrictJson<ProposalEntry> proposals =
      new StrictJson<>("kedge-merge-proposal", 1, ProposalEntry.class, MAX_JSON);
  private final StrictJson<RunEntry> runs =
      new StrictJson<>("kedge-merge-run", 1, RunEntry.class, MAX_JSON);
  private int unreadable;
  private long highest;

  MergeFiles(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("the merge queue's folder cannot be made", e);
    }
  }

  /** How many files could not be read; they are left where they are. */
  int unreadable() {
    return unreadable;
  }

  /** The highest number of a file that was read or could not be. */
  long highest() {
    return highest;
  }

  List<ProposalEntry> proposals() {
    return all(PROPOSAL, proposals);
  }

  List<RunEntry> runs() {
    return all(RUN, runs);
  }

  void write(ProposalEntry entry) {
    durable(PROPOSAL + entry.id() + ".json", proposals.encode(entry));
  }

  void write(RunEntry entry) {
    durable(RUN + entry.id() + ".json", runs.encode(entry));
  }

  void writeLog(long run, String log) {
    durable(RUN + run + ".log", log.getBytes(StandardCharsets.UTF_8));
  }

  /** A run's log; empty while it runs and where it was lost. */
  byte[] log(long run) {
    Path file = folder.resolve(RUN + run + ".log");
    try {
      return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete(ProposalEntry entry) {
    remove(PROPOSAL + entry.id() + ".json");
  }

  void delete(RunEntry entry) {
    remove(RUN + entry.id() + ".json");
    remove(RUN + entry.id() + ".log");
  }

  private void remove(String name) {
    try {
      Files.deleteIfExists(folder.resolve(name));
    } catch (IOException e) {
      LOG.warn("{} of the merge queue cannot be removed: {}", name, e.toString());
    }
  }

  private <T> List<T> all(String prefix, StrictJson<T> form) {
    List<T> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        Matcher numbered = NUMBERED.matcher(name);
        if (numbered.matches() && numbered.group(1).equals(prefix)) {
          highest = Math.max(highest, Long.parseLong(numbered.group(2)));
          try {
            all.add(form.read(file));
          } catch (VerifyException e) {
            unreadable++;
            LOG.warn("a file of the merge queue cannot be read: {}", e.getMessage());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the merge queue's folder cannot be read", e);
    }
    return all;
  }

  private void durable(String name, byte[] bytes) {
    Path file = folder.resolve(name);
    Path part = folder.resolve(name + ".part");
    try {
      try (FileChannel channel =
          FileChannel.open(
              part,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
          channel.write(left);
        }
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
        directory.force(true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the merge queue's " + name + " cannot be written", e);
    }
  }
}
