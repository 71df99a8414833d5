package dev.kedge.linux.proc;

import dev.kedge.model.BuildId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where separate debug files are by convention: {@code ROOT/.build-id/ab/cdef.debug} (gdb), and
 * {@code CACHE/abcdef/debuginfo} as debuginfod's client leaves them, and {@code ROOT/path/name} for
 * the name in a {@code .gnu_debuglink}. Nothing is fetched.
 */
final class DebugFiles {
  private final Path root;
  private final Optional<Path> cache;

  DebugFiles(Path root, Optional<Path> cache) {
    this.root = root;
    this.cache = cache;
  }

  /** The directory debuginfod's client uses for this user (debuginfod-client-config(7)). */
  static Optional<Path> cacheOfThisUser() {
    return named("DEBUGINFOD_CACHE_PATH")
        .or(() -> named("XDG_CACHE_HOME").map(home -> home.resolve("debuginfod_client")))
        .or(() ->
            Optional.ofNullable(System.getProperty("user.home"))
                .map(home -> Path.of(home, ".cache", "debuginfod_client")));
  }

  private static Optional<Path> named(String variable) {
    return Optional.ofNullable(System.getenv(variable))
        .filter(value -> !value.isBlank())
        .map(Path::of);
  }

  /**
   * The file a {@code .gnu_debuglink} names, below the directory of debug files as gdb looks for
   * it.
   *
   * @param path of the stripped file
   * @param name of the debug file
   */
  Optional<Path> linked(String path, String name) {
    if (!path.startsWith("/") || path.indexOf('\0') >= 0 || name.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    Path file = Path.of(root + path).resolveSibling(name).normalize();
    return file.startsWith(root) && Files.isRegularFile(file)
        ? Optional.of(file)
        : Optional.empty();
  }

  /** The files there are for a build-id, the most usual first. */
  List<Path> candidates(BuildId buildId) {
    String hex = buildId.hex();
    Path conventional =
        root.resolve(".build-id").resolve(hex.substring(0, 2)).resolve(hex.substring(2) + ".debug");
    return Stream.concat(
            Stream.of(conventional),
            cache.stream().map(path -> path.resolve(hex).resolve("debuginfo")))
        .filter(Files::isRegularFile)
        .toList();
  }
}
