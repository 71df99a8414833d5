package dev.kedge.verify.kernel;

import dev.kedge.model.Printable;
import dev.kedge.verify.VerifyException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of a program of the host, to its end.
 *
 * @param status its exit status
 * @param out its standard output
 * @param err the end of its standard error, fit to be printed
 */
record HostCommand(int status, String out, String err) {
  private static final int MAX_ERR = 1500;
  private static final long MAX_OUT = 64 << 20;

  /**
   * Runs a program.
   *
   * @throws VerifyException when it cannot be started or does not end in time
   */
  static HostCommand run(List<String> command, Path folder, Duration limit) {
    try {
      Path out = Files.createTempFile("kedge-", ".out");
      Path err = Files.createTempFile("kedge-", ".err");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        int status = status(builder.start(), command, limit);
        if (Files.size(out) > MAX_OUT) {
          throw new VerifyException(command.getFirst() + ": printed more than 64 MiB");
        }
        return new HostCommand(
            status, Files.readString(out, StandardCharsets.ISO_8859_1), end(err));
      } finally {
        Files.deleteIfExists(out);
        Files.deleteIfExists(err);
      }
    } catch (IOException e) {
      throw new VerifyException(
          "%s cannot be run: %s; where there is no apt, give packages, folders or images"
              .formatted(command.getFirst(), e.getMessage()),
          e);
    }
  }

  private static int status(Process process, List<String> command, Duration limit) {
    Thread hook = new Thread(process::destroyForcibly, "end-" + process.pid());
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        throw new VerifyException(
            "%s: did not end within %d s".formatted(command.getFirst(), limit.toSeconds()));
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VerifyException(command.getFirst() + ": stopped", e);
    } finally {
      process.destroyForcibly();
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The runtime is ending: the hook runs.
      }
    }
  }

  private static String end(Path err) throws IOException {
    String text = Files.readString(err, StandardCharsets.ISO_8859_1).strip();
    String tail = text.substring(Math.max(0, text.length() - MAX_ERR));
    return Printable.of(tail.replace('\n', ' '), MAX_ERR);
  }
}
