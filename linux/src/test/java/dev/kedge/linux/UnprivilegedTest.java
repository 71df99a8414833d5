package dev.kedge.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a user without any capability gets, tried by a child process that gives them up. */
class UnprivilegedTest {
  @Test
  void samplesItsOwnProcessesAndSaysWhatIsMissing() throws Exception {
    assumeTrue(Capabilities.read(Path.of("/proc")).has("CAP_SETUID"), "may not change the user");
    Path directory = Files.createTempDirectory("kedge-unprivileged");
    try {
      String output = runAsNobody(readableClassPath(directory));
      assertThat(output).contains("scope=").contains("capabilities=0");
      if (output.contains("scope=OWN_PROCESSES_USER")) {
        assertThat(output)
            .contains("own samples=true")
            .contains("kernel stacks: perf_event_open: EACCES")
            .contains("profiles of other users' processes: perf_event_open: EACCES");
      }
    } finally {
      delete(directory);
    }
  }

  private static String runAsNobody(String classPath) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(
            "setpriv",
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            "--inh-caps=-all",
            "--bounding-set=-all",
            java,
            "-Xmx64m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath,
            UnprivilegedProbe.class.getName());
    try {
      Process child =
          new ProcessBuilder(command).directory(new File("/")).redirectErrorStream(true).start();
      String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assumeTrue(
          child.waitFor(60, TimeUnit.SECONDS) && child.exitValue() == 0,
          () -> "no child without privileges here: " + output);
      return output;
    } catch (IOException e) {
      assumeTrue(false, "no setpriv here");
      throw e;
    }
  }

  /** Another user may not reach the class path where it is. */
  private static String readableClassPath(Path directory) throws IOException {
    open(directory);
    List<String> copies = new ArrayList<>();
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      Path source = Path.of(entry);
      boolean needed =
          Files.isDirectory(source)
              || entry.contains("agrona")
              || entry.contains("jspecify")
              || entry.contains("kedge-model");
      if (needed && Files.exists(source)) {
        Path target = directory.resolve(copies.size() + "-" + source.getFileName());
        copy(source, target);
        copies.add(target.toString());
      }
    }
    return String.join(File.pathSeparator, copies);
  }

  private static void copy(Path source, Path target) throws IOException {
    try (var files = Files.walk(source)) {
      for (Path file : files.toList()) {
        Path copy = target.resolve(source.relativize(file).toString());
        Files.copy(file, copy);
        open(copy);
      }
    }
  }

  private static void open(Path file) {
    boolean opened = file.toFile().setReadable(true, false);
    if (Files.isDirectory(file)) {
      opened &= file.toFile().setExecutable(true, false);
    }
    assertThat(opened).isTrue();
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.toList().reversed()) {
        Files.delete(file);
      }
    }
  }
}
