package dev.kedge.verify.guest;

import dev.kedge.model.Printable;
import dev.kedge.verify.VerifyException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The static binary that runs in the guest, {@value #NAME}. It is compiled by gcc when it is first
 * asked for and kept in a folder under the hash of its sources and the compiler's version, so that
 * another build of Kedge or of gcc gets a binary of its own. Several processes may share the
 * folder: the binary is moved into place when it is whole.
 */
public final class GuestProgram {
  /** The binary's name in the guest. */
  public static final String NAME = "kedge-guest";

  /** What it can do: the words that its first argument may be. */
  public static final List<String> PROGRAMS =
      List.of(
          "boot",
          "panic",
          "pstore",
          "hung-task",
          "throttle-dir",
          "throttle-pipe",
          "throttle-mm",
          "throttle-move",
          "throttle-fork",
          "nested",
          "pagetables",
          "rstat",
          "cgroup-writes",
          "interfaces",
          "memcg-ext4",
          "script");

  /** The sources, in the package's resources. */
  static final List<String> SOURCES =
      List.of(
          "cgroup.c",
          "drills.c",
          "interfaces.c",
          "journal.c",
          "kedge.h",
          "locks.c",
          "main.c",
          "nested.c",
          "pagetables.c",
          "pstore.c",
          "result.c",
          "rstat.c",
          "script.c",
          "system.c",
          "throttle.c",
          "throttle.h",
          "v2.writes",
          "writes.c");

  private static final List<String> FLAGS =
      List.of("-O2", "-std=gnu17", "-Wall", "-Wextra", "-Werror", "-static", "-pthread", "-s");
  private static final int COMPILE_SECONDS = 180;
  private static final int LONGEST_MESSAGE = 2_000;

  private final Path cache;
  private final String compiler;

  /**
   * A program that is kept in a folder.
   *
   * @param cache the folder; it is made when it is not there
   */
  public GuestProgram(Path cache) {
    this(cache, "gcc");
  }

  /** The same with another compiler. */
  GuestProgram(Path cache, String compiler) {
    this.cache = cache;
    this.compiler = compiler;
  }

  /**
   * The binary, compiled now if it is not there yet.
   *
   * @return its file
   * @throws VerifyException when there is no compiler or no static C library, with the package that
   *     holds it, or when the folder cannot be written
   */
  public Path binary() {
    Map<String, byte[]> sources = sources();
    try {
      Path binary = cache.resolve(NAME + "-" + hash(sources, version()).substring(0, 16));
      if (!Files.isExecutable(binary)) {
        Files.createDirectories(cache);
        compile(sources, binary);
      }
      return binary;
    } catch (IOException e) {
      throw new VerifyException(cache + ": the guest's program cannot be kept here: " + e, e);
    }
  }

  private void compile(Map<String, byte[]> sources, Path binary) throws IOException {
    Path folder = Files.createTempDirectory(cache, "compile-");
    try {
      List<String> command = new ArrayList<>(List.of(compiler));
      command.addAll(FLAGS);
      command.addAll(List.of("-o", NAME));
      for (Map.Entry<String, byte[]> source : sources.entrySet()) {
        Files.write(folder.resolve(source.getKey()), source.getValue());
        if (source.getKey().endsWith(".c")) {
          command.add(source.getKey());
        }
      }
      String said = run(folder, command);
      Path made = folder.resolve(NAME);
      if (!Files.isExecutable(made)) {
        throw refused(said);
      }
      Files.move(made, binary, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      delete(folder);
    }
  }

  private static VerifyException refused(String said) {
    boolean noLibrary =
        said.contains("-lc") || said.contains("stdio.h") || said.contains("libpthread");
    return new VerifyException(
        noLibrary
            ? "the guest's program needs a static C library: apt-get install libc6-dev"
                + " (Fedora: glibc-static)"
            : "the guest's program does not compile:\n" + Printable.of(said, LONGEST_MESSAGE));
  }

  private String version() {
    return run(Path.of("/"), List.of(compiler, "--version")).lines().findFirst().orElse("");
  }

  /** What a command printed, whatever it ended with. */
  private String run(Path folder, List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      process.getOutputStream().close();
      try (InputStream out = process.getInputStream()) {
        String said = new String(out.readNBytes(1 << 20), StandardCharsets.UTF_8);
        if (!process.waitFor(COMPILE_SECONDS, TimeUnit.SECONDS)) {
          throw new VerifyException(compiler + " does not end: stopped after " + COMPILE_SECONDS);
        }
        return said;
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new VerifyException(
          compiler
              + " cannot be started; the guest's program needs it: apt-get install gcc"
              + " libc6-dev",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VerifyException("stopped while the guest's program was compiled", e);
    }
  }

  private static Map<String, byte[]> sources() {
    Map<String, byte[]> sources = new TreeMap<>();
    for (String name : SOURCES) {
      try (InputStream in = GuestProgram.class.getResourceAsStream(name)) {
        if (in == null) {
          throw new AssertionError(name + " is part of this jar");
        }
        sources.put(name, in.readAllBytes());
      } catch (IOException e) {
        throw new VerifyException("this installation is damaged: " + name + ": " + e, e);
      }
    }
    return sources;
  }

  private static String hash(Map<String, byte[]> sources, String version) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      sources.forEach((name, bytes) -> {
        digest.update((name + ":" + bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
      });
      digest.update((FLAGS + version).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
