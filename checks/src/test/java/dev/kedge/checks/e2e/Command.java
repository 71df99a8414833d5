package dev.kedge.checks.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One run of a program to its end. */
record Command(int exitCode, String out, String err) {
  private static final Duration LONGEST = Duration.ofMinutes(2);

  /** Runs {@code bin/kedge} with these arguments and nothing on standard input. */
  static Command kedge(String... arguments) {
    return kedge(new byte[0], arguments);
  }

  /** Runs {@code bin/kedge} with these bytes on standard input. */
  static Command kedge(byte[] input, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Distribution.launcher().toString());
    command.addAll(List.of(arguments));
    return run(command, Map.of(), input);
  }

  /** Runs a program; its environment is that of this process with {@code environment} added. */
  static Command run(List<String> command, Map<String, String> environment, byte[] input) {
    return run(command, environment, input, LONGEST);
  }

  /** The same for a program that may take longer than usual. */
  static Command run(
      List<String> command, Map<String, String> environment, byte[] input, Duration longest) {
    try {
      Path directory = Distribution.traces("commands");
      Path out = Files.createTempFile(directory, "out", ".txt");
      Path err = Files.createTempFile(directory, "err", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(Distribution.root().toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      feed(process, input);
      if (!process.waitFor(longest.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command + " did not end within " + longest);
      }
      return new Command(
          process.exitValue(),
          new String(Files.readAllBytes(out), UTF_8),
          new String(Files.readAllBytes(err), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static void feed(Process process, byte[] input) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(input);
    } catch (IOException e) {
      // The program ended, or closed its input, before it read everything; its exit code tells.
    }
  }
}
