package dev.kedge.patches.git;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.PatchesException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A walk of the history with the messages, streamed from one {@code git rev-list --header}: one
 * thread reads what git prints, some parse, the caller takes the results in git's order. Memory
 * does not grow with the history. As for git itself a message ends at its first NUL.
 */
public final class CommitWalk {
  private static final long PATIENCE_SECONDS = 600;
  private static final int CHUNK = 1 << 18;

  /** Parsed chunks that wait for the caller. */
  private static final int AHEAD = 8;

  private static final int MAX_PARSERS = 4;

  private final GitRepository repository;

  /** Walks this repository. */
  public CommitWalk(GitRepository repository) {
    this.repository = repository;
  }

  /**
   * Reads everything below {@code tips} and not below {@code known}, newest first. Known commits
   * that the repository no longer holds (a branch was forced elsewhere) count for nothing.
   *
   * @param work done with each commit, by several threads at once
   * @param consumer takes what came of it, on the calling thread and in git's order
   * @throws PatchesException with git's message when history is missing or damaged
   */
  public <T> void read(
      Collection<CommitId> tips,
      Collection<CommitId> known,
      Function<CommitRecord, T> work,
      Consumer<T> consumer) {
    StringBuilder revisions = new StringBuilder();
    tips.forEach(tip -> revisions.append(tip.hex()).append('\n'));
    known.forEach(tip -> revisions.append('^').append(tip.hex()).append('\n'));
    try (GitProcess process =
        repository.start(
            List.of("rev-list", "--header", "--encoding=none", "--ignore-missing", "--stdin"))) {
      try (OutputStream input = process.input()) {
        input.write(revisions.toString().getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        // Git ended early; its exit code below comes with its message.
        process.expectSuccess(PATIENCE_SECONDS);
      }
      deliver(process.output(), work, consumer);
      process.expectSuccess(PATIENCE_SECONDS);
    }
  }

  private static <T> void deliver(
      InputStream stream, Function<CommitRecord, T> work, Consumer<T> consumer) {
    int parsers = Math.min(MAX_PARSERS, Runtime.getRuntime().availableProcessors());
    BlockingQueue<Future<List<T>>> parsed = new ArrayBlockingQueue<>(AHEAD);
    ExecutorService parsing =
        Executors.newFixedThreadPool(
            parsers, Thread.ofPlatform().daemon().name("commit-parser-", 0).factory());
    ExecutorService reading =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("commit-reader").factory());
    try {
      Future<Boolean> reader =
          reading.submit(() -> {
            try {
              records(stream, chunk -> parsed.put(parsing.submit(() -> chunk.parse(work))));
            } finally {
              // Ends the caller's loop, which then asks this task how it went.
              parsed.put(CompletableFuture.completedFuture(List.of()));
            }
            return true;
          });
      for (List<T> chunk = take(parsed); !chunk.isEmpty(); chunk = take(parsed)) {
        chunk.forEach(consumer);
      }
      outcome(reader);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw PatchesException.environment("interrupted while reading git rev-list", e);
    } finally {
      // In this order: a reader that waits for room then finds nobody to hand anything to.
      parsing.shutdownNow();
      reading.shutdownNow();
    }
  }

  private static <T> List<T> take(BlockingQueue<Future<List<T>>> parsed)
      throws InterruptedException {
    return outcome(parsed.take());
  }

  private static <T> T outcome(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof PatchesException own) {
        throw own;
      }
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw PatchesException.environment("reading git rev-list: " + cause.getMessage(), e);
    }
  }

  /** Takes whole records; may wait. */
  @FunctionalInterface
  private interface Sink {
    void accept(Chunk chunk) throws InterruptedException;
  }

  /** Bytes of whole records, each ended by a NUL. */
  private static final class Chunk {
    private final byte[] bytes;
    private final int length;

    Chunk(byte[] bytes, int length) {
      this.bytes = bytes;
      this.length = length;
    }

    <T> List<T> parse(Function<CommitRecord, T> work) {
      List<T> results = new ArrayList<>();
      int start = 0;
      for (int i = 0; i < length; i++) {
        if (bytes[i] == 0) {
          results.add(work.apply(new CommitRecord(bytes, start, i)));
          start = i + 1;
        }
      }
      return results;
    }
  }

  private static void records(InputStream stream, Sink sink)
      throws IOException, InterruptedException {
    byte[] buffer = new byte[CHUNK];
    int filled = 0;
    while (true) {
      int n = stream.readNBytes(buffer, filled, buffer.length - filled);
      int whole = wholeRecords(buffer, filled, filled + n);
      filled += n;
      boolean end = filled < buffer.length;
      if (whole > 0) {
        byte[] rest = new byte[Math.max(CHUNK, filled - whole)];
        System.arraycopy(buffer, whole, rest, 0, filled - whole);
        sink.accept(new Chunk(buffer, whole));
        buffer = rest;
        filled -= whole;
      } else if (!end) {
        if (buffer.length >= CatFile.MAX_OBJECT_BYTES) {
          throw new IOException("a commit of more than " + CatFile.MAX_OBJECT_BYTES + " bytes");
        }
        buffer = Arrays.copyOf(buffer, buffer.length * 2);
      }
      if (end) {
        if (filled > 0) {
          throw new IOException("the list of commits is cut");
        }
        return;
      }
    }
  }

  /** Where the last whole record ends; 0 when there is none. Nothing before {@code from} is. */
  private static int wholeRecords(byte[] buffer, int from, int filled) {
    for (int i = filled - 1; i >= from; i--) {
      if (buffer[i] == 0) {
        return i + 1;
      }
    }
    return 0;
  }
}
