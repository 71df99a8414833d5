package dev.kedge.report.symbol;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compiles the fixtures where there is a compiler for x86-64. */
final class Compiled {
  private Compiled() {}

  /** Compiles and links, or, with {@code -r} among the options, makes a relocatable file. */
  static Path build(Path directory, String... options) {
    for (String source : List.of("shelf.c", "books.c", "shelf.h")) {
      copy(source, directory.resolve("src").resolve(source));
    }
    Path output = directory.resolve("a" + String.join("", options).replace('/', '_') + ".out");
    List<String> command =
        new ArrayList<>(
            List.of(
                "gcc",
                "-O2",
                "-nostdlib",
                "-ffreestanding",
                "-static",
                "-fno-pie",
                "-no-pie",
                "-Wl,--build-id=sha1"));
    command.addAll(List.of(options));
    command.addAll(List.of("-o", output.toString(), "src/shelf.c", "src/books.c"));
    assumeTrue(run(directory, command) != null, "no compiler, line tables are not checked");
    return output;
  }

  private static void copy(String resource, Path to) {
    try (InputStream in = Compiled.class.getResourceAsStream(resource)) {
      Files.createDirectories(to.getParent());
      Files.write(to, in == null ? new byte[0] : in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The output of a command; null when it is not there or fails. */
  static @org.jspecify.annotations.Nullable String run(Path directory, List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? output : null;
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
