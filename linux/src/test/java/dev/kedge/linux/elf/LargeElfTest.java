package dev.kedge.linux.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files with very many symbols, read by a JVM with a heap of 24 MiB, against readelf. */
class LargeElfTest {
  private static final int STEP = 97;

  @TempDir Path directory;

  static Stream<Path> files() {
    return Stream.of(
        Path.of(System.getProperty("java.home"), "lib/server/libjvm.so"),
        Path.of("/usr/bin/node"),
        Path.of("/usr/local/bin/node"),
        Path.of("/usr/lib/x86_64-linux-gnu/libLLVM-15.so.1"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void aSmallHeapIsEnough(Path file) throws Exception {
    assumeTrue(Files.isRegularFile(file), () -> file + " is not on this machine");
    Map<String, Set<String>> names = listed(file);
    List<String> asked =
        names.keySet().stream().sorted().filter(address -> address.hashCode() % STEP == 0).toList();
    Path list = directory.resolve("addresses");
    Files.write(list, asked);
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx24m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path", "")),
                LargeElfProbe.class.getName(),
                file.toString(),
                list.toString())
            .redirectErrorStream(true)
            .start();
    List<String> answers;
    try (BufferedReader output = reader(child)) {
      answers = output.readAllLines();
    }
    assertThat(child.waitFor()).as(() -> String.join("\n", answers)).isZero();
    assertThat(answers).hasSize(asked.size() + 1);
    assertThat(answers.getFirst()).startsWith("symbols ");
    for (String answer : answers.subList(1, answers.size())) {
      String[] words = answer.split(" ", 2);
      assertThat(names.get(words[0])).as(words[0]).contains(words[1]);
    }
  }

  /** All names of each address with a function that has a size. */
  private static Map<String, Set<String>> listed(Path file) throws Exception {
    Map<String, Set<String>> names = new HashMap<>();
    try {
      Process readelf = new ProcessBuilder("readelf", "-sW", file.toString()).start();
      try (BufferedReader output = reader(readelf)) {
        output.lines().map(line -> line.strip().split(" +")).forEach(words -> name(words, names));
      }
      assumeTrue(readelf.waitFor() == 0 && !names.isEmpty(), "readelf lists no functions");
    } catch (IOException e) {
      assumeTrue(false, "no readelf here");
    }
    return names;
  }

  private static void name(String[] words, Map<String, Set<String>> names) {
    boolean function = words.length == 8 && words[3].equals("FUNC") && !words[6].equals("UND");
    if (function && !words[2].equals("0")) {
      String name = words[7];
      int version = name.indexOf('@');
      String plain = version < 0 ? name : name.substring(0, version);
      names.computeIfAbsent(words[1], address -> new HashSet<>()).add(cut(plain));
    }
  }

  private static String cut(String name) {
    return name.substring(0, Math.min(SymbolNames.MAX_NAME_BYTES, name.length()));
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }
}
