package dev.kedge.checks.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** A program in C that burns one CPU in a function of a name nothing else has. */
final class Burner implements AutoCloseable {
  /** The function that takes the time. */
  static final String FUNCTION = "kedge_e2e_burn_primes";

  /** The function that calls it. */
  static final String CALLER = "kedge_e2e_burn_forever";

  private final Process process;

  private Burner(Process process) {
    this.process = process;
  }

  /** Compiles and starts it; skips the test where there is no C compiler. */
  static Burner start() {
    assumeTrue(Distribution.installed("gcc"), "needs gcc (Debian: apt-get install gcc libc6-dev)");
    Path directory = Distribution.traces("burner");
    Path source = directory.resolve("burner.c");
    Path program = directory.resolve("kedge-burner");
    try (InputStream resource = Burner.class.getResourceAsStream("/e2e/burner.c")) {
      if (resource == null) {
        throw new AssertionError("the resource e2e/burner.c is missing");
      }
      Files.copy(resource, source, StandardCopyOption.REPLACE_EXISTING);
      // Without optimising: from -O1 on gcc gives a function that calls nothing no frame of its
      // own, whatever -fno-omit-frame-pointer says, and its caller is missing from the chain.
      Command compiler =
          Command.run(
              List.of("gcc", "-O0", "-o", program.toString(), source.toString()),
              Map.of(),
              new byte[0]);
      if (compiler.exitCode() != 0) {
        throw new AssertionError("gcc: " + compiler.err());
      }
      return new Burner(
          new ProcessBuilder(program.toString())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("burner.log").toFile())
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
