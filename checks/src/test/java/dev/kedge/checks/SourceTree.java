package dev.kedge.checks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** The files that are, or are about to be, committed: what git lists, ignored ones left out. */
final class SourceTree {
  private static final Set<String> BINARY =
      Set.of(
          "png", "jpg", "gif", "ico", "gz", "zst", "woff2", "pb", "parquet", "bin", "elf", "jar");

  private final Path root;
  private final List<Path> files;

  private SourceTree(Path root, List<Path> files) {
    this.root = root;
    this.files = files;
  }

  /** Lists the checkout this build runs in. */
  static SourceTree ofCheckout() {
    Path root = root();
    try {
      Process git =
          new ProcessBuilder("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
              .directory(root.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String listed = new String(git.getInputStream().readAllBytes(), UTF_8);
      if (git.waitFor() != 0) {
        throw new IllegalStateException("git ls-files failed in " + root);
      }
      List<Path> files =
          Stream.of(listed.split("\0", -1))
              .filter(name -> !name.isEmpty())
              .map(root::resolve)
              .filter(Files::isRegularFile)
              .sorted()
              .distinct()
              .toList();
      return new SourceTree(root, files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The root of the checkout; Maven passes it. */
  static Path root() {
    return Path.of(System.getProperty("kedge.root", "..")).toAbsolutePath().normalize();
  }

  List<Path> files() {
    return files;
  }

  /** The files with one of the name extensions, for example {@code java}. */
  List<Path> withExtension(String... extensions) {
    Set<String> wanted = Set.of(extensions);
    return files.stream().filter(file -> wanted.contains(extension(file))).toList();
  }

  /** The path from the root, with slashes: how messages name a file. */
  String name(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  /** Calls {@code line} with "file:number" and the text of every line of the text files given. */
  void eachLine(List<Path> of, BiConsumer<String, String> line) {
    for (Path file : of) {
      text(file)
          .ifPresent(text -> {
            List<String> lines = text.lines().toList();
            for (int i = 0; i < lines.size(); i++) {
              line.accept(name(file) + ":" + (i + 1), lines.get(i));
            }
          });
    }
  }

  /** The lines of the text files given that {@code pattern} is found in, as "file:number: text". */
  List<String> linesWith(List<Path> of, java.util.regex.Pattern pattern) {
    List<String> found = new ArrayList<>();
    eachLine(
        of,
        (place, text) -> {
          if (pattern.matcher(text).find()) {
            found.add(place + ": " + text.strip());
          }
        });
    return found;
  }

  /** The text of a file; empty for a binary one and for one that is not there. */
  static Optional<String> text(Path file) {
    if (BINARY.contains(extension(file))) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(file));
    } catch (CharacterCodingException | NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String extension(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1);
  }
}
