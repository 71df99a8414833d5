package dev.kedge.checks.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@code kedge up} that serves; closing it ends it, the hard way if need be. */
final class RunningKedge implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("\\bready (http://[0-9.]+:\\d+/)");
  private static final Duration START = Duration.ofSeconds(60);

  private final Process process;
  private final Path log;
  private final CompletableFuture<URI> ready = new CompletableFuture<>();

  private RunningKedge(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts {@code kedge up} on any free port over {@code data} and waits for its ready line. */
  static RunningKedge up(String name, Path data, String... more) {
    List<String> command = new ArrayList<>();
    command.add(Distribution.launcher().toString());
    command.addAll(List.of("up", "--data", data.toString(), "--port", "0"));
    command.addAll(List.of(more));
    try {
      Path log = Files.createTempFile(Distribution.traces("servers"), name + "-", ".log");
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      RunningKedge kedge = new RunningKedge(process, log);
      Thread.ofVirtual().name("log of " + name).start(kedge::keepLog);
      kedge.awaitReady();
      return kedge;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void keepLog() {
    try (BufferedReader lines = process.inputReader(UTF_8);
        Writer kept = Files.newBufferedWriter(log)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        kept.write(line);
        kept.write('\n');
        kept.flush();
        Matcher found = READY.matcher(line);
        if (found.find()) {
          ready.complete(URI.create(found.group(1)));
        }
      }
    } catch (IOException e) {
      // A killed process's pipe may break; what came is kept.
    } finally {
      ready.completeExceptionally(new IllegalStateException("end of " + log));
    }
  }

  private void awaitReady() {
    try {
      ready.get(START.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("it ended before it was ready: " + lastLines(), e);
    } catch (TimeoutException e) {
      close();
      throw new AssertionError("no \"ready http://...\" within " + START + ": " + lastLines(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private String lastLines() {
    try {
      List<String> lines = Files.readAllLines(log, UTF_8);
      return log
          + "\n"
          + String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    } catch (IOException e) {
      return log.toString();
    }
  }

  /** The address it said it serves at. */
  URI address() {
    return ready.join();
  }

  Api api() {
    return new Api(address());
  }

  Path log() {
    return log;
  }

  /** The processes below it, the agent among them. */
  List<ProcessHandle> children() {
    return process.descendants().toList();
  }

  /** SIGTERM; empty when it did not end within that time. */
  OptionalInt terminate(Duration longest) {
    process.destroy();
    return exitWithin(longest);
  }

  /** SIGKILL of the server's JVM alone, as the kernel's OOM killer would; waits for its end. */
  void kill() {
    process.destroyForcibly();
    if (exitWithin(Duration.ofSeconds(30)).isEmpty()) {
      throw new AssertionError("SIGKILL did not end process " + process.pid());
    }
  }

  private OptionalInt exitWithin(Duration longest) {
    try {
      return process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)
          ? OptionalInt.of(process.exitValue())
          : OptionalInt.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalInt.empty();
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> children = children();
    if (process.isAlive() && terminate(Duration.ofSeconds(15)).isEmpty()) {
      process.destroyForcibly();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
