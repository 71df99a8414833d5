package dev.kedge.cli.patches;

import dev.kedge.model.Printable;
import dev.kedge.patches.PatchesException;
import dev.kedge.patches.check.StyleCheck;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kernel's {@code scripts/checkpatch.pl} of a tree that the operator named. A patch reaches it
 * on standard input only, so that none of its text becomes an argument.
 *
 * @param tree the kernel tree
 */
record Checkpatch(Path tree) implements StyleCheck {
  private static final long PATIENCE_SECONDS = 120;
  private static final int MAX_OUTPUT = 4 << 20;

  /** A line of {@code --terse --show-types --showfile}: place, level, type, words. */
  private static final Pattern LINE =
      Pattern.compile("(?:(.{0,4096}?):(\\d+): )?(ERROR|WARNING|CHECK):([A-Z0-9_]+): (.*)");

  /** Of a tree; refuses one without the script. */
  static StyleCheck of(Path tree) {
    Checkpatch check = new Checkpatch(tree.toAbsolutePath().normalize());
    if (!Files.isRegularFile(check.script())) {
      throw PatchesException.input(
          Printable.of(tree.toString(), 300) + " has no scripts/checkpatch.pl: no kernel tree");
    }
    return check;
  }

  private Path script() {
    return tree.resolve("scripts/checkpatch.pl");
  }

  @Override
  public List<Remark> remarks(String patch) {
    List<String> command =
        List.of(
            "perl",
            script().toString(),
            "--no-tree",
            "--terse",
            "--show-types",
            "--showfile",
            "--no-summary",
            "--quiet",
            "-");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(tree.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      Thread writer = Thread.ofVirtual().name("checkpatch-input").start(() -> feed(process, patch));
      Thread watch = Thread.ofVirtual().name("checkpatch-watch").start(() -> watch(process));
      byte[] out;
      try (InputStream stream = process.getInputStream()) {
        out = stream.readNBytes(MAX_OUTPUT);
      }
      int code = process.waitFor();
      watch.interrupt();
      writer.join();
      // 1 says that it found something; anything above that it could not look.
      if (code > 1) {
        throw PatchesException.environment("checkpatch.pl ended with exit code " + code);
      }
      return parse(new String(out, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw PatchesException.environment("checkpatch.pl cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw PatchesException.environment("interrupted while waiting for checkpatch.pl", e);
    }
  }

  private static void watch(Process process) {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      // It ended in time.
      return;
    }
  }

  private static void feed(Process process, String patch) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(patch.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It ended before it read everything; its exit code says why.
      return;
    }
  }

  static List<Remark> parse(String output) {
    List<Remark> remarks = new ArrayList<>();
    for (String line : (Iterable<String>) output.lines()::iterator) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        Optional<String> path =
            Optional.ofNullable(matcher.group(1)).filter(name -> name.contains("/"));
        remarks.add(
            new Remark(
                matcher.group(3).equals("ERROR"),
                matcher.group(4),
                path,
                path.isPresent()
                    ? "%s (line %s)".formatted(matcher.group(5), matcher.group(2))
                    : matcher.group(5)));
      }
    }
    return remarks;
  }
}
