package dev.kedge.verify.kernel;

import dev.kedge.verify.VerifyException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The loadable modules of a kernel by name, and the names of those that are built in. A module's
 * name has {@code _} where its file may have {@code -} (kernel/module/main.c). Immutable; files are
 * read when asked for.
 */
public final class ModuleFiles {
  /** No modules, and nothing known of what is built in. */
  public static final ModuleFiles NONE = new ModuleFiles(Map.of(), Set.of());

  /** The largest module, unpacked: one with all its debug information. */
  private static final int MAX_MODULE = 512 << 20;

  private static final int MAX_DEPTH = 24;
  private static final int MAX_LIST = 4 << 20;

  private final Map<String, Path> files;
  private final Set<String> builtIn;

  private ModuleFiles(Map<String, Path> files, Set<String> builtIn) {
    this.files = files;
    this.builtIn = builtIn;
  }

  /**
   * The modules below a folder: {@code lib/modules/V}, or a build tree. Symbolic links are not
   * followed.
   *
   * @throws VerifyException when the folder cannot be read
   */
  public static ModuleFiles below(Path folder) {
    try (Stream<Path> all = Files.walk(folder, MAX_DEPTH, new FileVisitOption[0])) {
      Map<String, Path> files = new TreeMap<>();
      all.limit(PackageReader.MAX_MEMBERS)
          .filter(file -> isModule(file.getFileName().toString()))
          .filter(Files::isRegularFile)
          .forEach(file -> files.putIfAbsent(nameOf(file.getFileName().toString()), file));
      return new ModuleFiles(
          Collections.unmodifiableMap(files), builtIn(folder.resolve("modules.builtin")));
    } catch (IOException | UncheckedIOException e) {
      throw new VerifyException(folder + ": its modules cannot be read: " + e.getMessage(), e);
    }
  }

  private static Set<String> builtIn(Path list) throws IOException {
    if (!Files.isRegularFile(list) || Files.size(list) > MAX_LIST) {
      return Set.of();
    }
    return new String(Files.readAllBytes(list), StandardCharsets.UTF_8)
        .lines()
        .map(line -> nameOf(line.substring(line.lastIndexOf('/') + 1)))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Says whether a file name is that of a module, packed or not. */
  static boolean isModule(String fileName) {
    return fileName.endsWith(".ko")
        || fileName.endsWith(".ko.xz")
        || fileName.endsWith(".ko.zst")
        || fileName.endsWith(".ko.gz");
  }

  /** The module's name of a file name or of a name as people write it. */
  public static String nameOf(String fileName) {
    int end = fileName.indexOf(".ko");
    return (end < 0 ? fileName : fileName.substring(0, end)).replace('-', '_');
  }

  /** The names of all loadable modules. */
  public SortedSet<String> names() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(files.keySet()));
  }

  /** Says whether a module's code is part of the kernel image, by its {@code modules.builtin}. */
  public boolean isBuiltIn(String name) {
    return builtIn.contains(nameOf(name));
  }

  /**
   * The unpacked content of a module; empty when there is none of that name.
   *
   * @throws VerifyException when its file is damaged
   */
  public Optional<byte[]> read(String name) {
    Path file = files.get(nameOf(name));
    if (file == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Decompression.unpack(Files.readAllBytes(file), MAX_MODULE));
    } catch (IOException e) {
      throw new VerifyException(file + ": cannot be unpacked: " + e.getMessage(), e);
    }
  }
}
