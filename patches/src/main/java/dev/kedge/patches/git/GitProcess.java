package dev.kedge.patches.git;

import dev.kedge.model.Printable;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.PatchesException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A running git command with its pipes. A thread of its own reads standard error, so that git never
 * waits for us there. For one thread; {@link #close} ends the command if it still runs.
 */
public final class GitProcess implements AutoCloseable {
  private static final int MAX_ERROR_BYTES = 64 << 10;
  private static final int PIPE_BUFFER = 1 << 16;

  private final Process process;
  private final InputStream output;
  private final Thread errorReader;
  private final ByteArrayOutputStream error = new ByteArrayOutputStream();
  private final String command;

  private GitProcess(Process process, String command) {
    this.process = process;
    this.command = command;
    this.output = new BufferedInputStream(process.getInputStream(), PIPE_BUFFER);
    this.errorReader = Thread.ofVirtual().name("git-stderr").start(this::readError);
  }

  static GitProcess start(Path directory, Map<String, String> environment, List<String> arguments) {
    ProcessBuilder builder = new ProcessBuilder(GitArguments.commandLine(directory, arguments));
    GitArguments.cleanEnvironment(builder.environment());
    builder.environment().putAll(environment);
    String command = "git " + arguments.getFirst();
    try {
      return new GitProcess(builder.start(), command);
    } catch (IOException e) {
      throw PatchesException.environment(
          "git cannot be started: install git 2.38 or newer (" + e.getMessage() + ")", e);
    }
  }

  /** What git prints. */
  public InputStream output() {
    return output;
  }

  /** What git reads. */
  public OutputStream input() {
    return process.getOutputStream();
  }

  /** Writes ids to what git reads, one a line, on a thread of its own, and closes it. */
  public void feed(List<CommitId> ids) {
    Thread.ofVirtual()
        .name("git-feeder")
        .start(() -> {
          try (OutputStream input = new BufferedOutputStream(input(), PIPE_BUFFER)) {
            for (CommitId id : ids) {
              input.write((id.hex() + "\n").getBytes(StandardCharsets.US_ASCII));
            }
          } catch (IOException e) {
            // Git ended early; its exit code and message are reported by the reading side.
            return;
          }
        });
  }

  /**
   * Waits until git has ended, after its output was read.
   *
   * @return its exit code
   * @throws PatchesException when it does not end in time
   */
  public int await(long seconds) {
    try {
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        close();
        throw PatchesException.environment(
            command + " was ended: it did not finish within " + seconds + " s");
      }
      errorReader.join();
      return process.exitValue();
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw PatchesException.environment("interrupted while waiting for " + command, e);
    }
  }

  /** Waits until git has ended and throws with git's own message unless it succeeded. */
  public void expectSuccess(long seconds) {
    int code = await(seconds);
    if (code != 0) {
      throw failure(code);
    }
  }

  /** The failure to report for this exit code. */
  PatchesException failure(int code) {
    return PatchesException.environment(command + " failed: " + reason(code, error()));
  }

  /** Git's own words, or its exit code where it said nothing. */
  static String reason(int code, String error) {
    String said = error.strip().replaceFirst("^(fatal|error): ", "");
    return said.isEmpty()
        ? "exit code " + code
        : Printable.of(said.lines().findFirst().orElse(""), 500);
  }

  /** What git said on standard error so far. */
  public String error() {
    return error.toString(StandardCharsets.UTF_8);
  }

  private void readError() {
    try (InputStream stream = process.getErrorStream()) {
      byte[] buffer = new byte[4096];
      int left = MAX_ERROR_BYTES;
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        int kept = Math.min(n, left);
        error.write(buffer, 0, kept);
        left -= kept;
      }
    } catch (IOException e) {
      // The pipe of a process that was ended; what it said so far is kept.
      return;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.getOutputStream().close();
      output.close();
    } catch (IOException e) {
      // The pipe of a process that has ended; nothing is lost.
      return;
    }
  }
}
