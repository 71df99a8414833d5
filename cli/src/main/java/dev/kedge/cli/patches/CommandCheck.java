package dev.kedge.cli.patches;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.queue.Proposal;
import dev.kedge.patches.queue.QueueCheck;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program of the operator as a check: exit code 0 passes, 1 fails, anything else means that it
 * could not run (the convention of {@code kedge} itself, so that {@code kedge verify} and {@code
 * kedge patches check} are checks as they are).
 *
 * <p>The program comes from the operator's file as a list of words, never from a proposal, and no
 * shell reads it. The words {@code {repo}}, {@code {base}} and {@code {tip}} stand for the
 * repository's directory and the two commits.
 *
 * @param name its name
 * @param blocking whether its failure keeps proposals out
 * @param command the program and its arguments
 * @param timeoutSeconds it is ended after this long
 */
record CommandCheck(String name, boolean blocking, List<String> command, long timeoutSeconds)
    implements QueueCheck {
  private static final int MAX_LOG_BYTES = 1 << 20;

  /** Checks the words. */
  CommandCheck {
    command = List.copyOf(command);
    if (command.isEmpty() || timeoutSeconds < 1) {
      throw new IllegalArgumentException(
          "check %s: a program and a time limit are needed".formatted(name));
    }
  }

  @Override
  public Result run(
      GitRepository repository, CommitId base, CommitId tip, List<Proposal> proposals) {
    List<String> words =
        command.stream()
            .map(word ->
                word.replace("{repo}", repository.directory().toString())
                    .replace("{base}", base.hex())
                    .replace("{tip}", tip.hex()))
            .toList();
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .start();
      return await(process);
    } catch (IOException e) {
      return new Result(Outcome.ERROR, "cannot be started: " + e.getMessage());
    }
  }

  private Result await(Process process) throws IOException {
    StringBuilder log = new StringBuilder();
    Thread reader = Thread.ofVirtual().name("check-" + name).start(() -> read(process, log));
    try {
      boolean ended = process.waitFor(timeoutSeconds, TimeUnit.SECONDS);
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      reader.join(TimeUnit.SECONDS.toMillis(5));
      String text;
      synchronized (log) {
        text = log.toString();
      }
      if (!ended) {
        return new Result(Outcome.ERROR, text + "\nended after " + timeoutSeconds + " s");
      }
      return switch (process.exitValue()) {
        case 0 -> new Result(Outcome.PASS, text);
        case 1 -> new Result(Outcome.FAIL, text);
        default -> new Result(Outcome.ERROR, text + "\nexit code " + process.exitValue());
      };
    } catch (InterruptedException e) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      return new Result(Outcome.ERROR, "interrupted");
    }
  }

  private static void read(Process process, StringBuilder log) {
    try (InputStream stream = process.getInputStream()) {
      byte[] buffer = new byte[8192];
      int left = MAX_LOG_BYTES;
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        int kept = Math.min(n, left);
        left -= kept;
        synchronized (log) {
          log.append(new String(buffer, 0, kept, StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      synchronized (log) {
        log.append("\n(the rest of the output could not be read)");
      }
    }
  }
}
