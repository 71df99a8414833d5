package dev.kedge.report.symbol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The module files below a directory, by module name. Immutable. */
final class ModuleFiles {
  /** No modules. */
  static final ModuleFiles NONE = new ModuleFiles(Map.of());

  private static final int MAX_DEPTH = 16;
  private static final int MAX_FILES = 200_000;
  private static final String[] SUFFIXES = {".ko.debug", ".ko"};

  private final Map<String, List<Path>> byName;

  private ModuleFiles(Map<String, List<Path>> byName) {
    this.byName = Map.copyOf(byName);
  }

  /**
   * Looks for {@code .ko} and {@code .ko.debug} files.
   *
   * @throws IOException when the directory cannot be read
   */
  static ModuleFiles below(Path directory) throws IOException {
    Map<String, List<Path>> found = new HashMap<>();
    try (Stream<Path> files = Files.walk(directory, MAX_DEPTH)) {
      files
          .limit(MAX_FILES)
          .forEach(file -> {
            String name = String.valueOf(file.getFileName());
            for (String suffix : SUFFIXES) {
              if (name.endsWith(suffix)) {
                String module = name.substring(0, name.length() - suffix.length());
                found.computeIfAbsent(plain(module), m -> new ArrayList<>()).add(file);
                break;
              }
            }
          });
    }
    return new ModuleFiles(found);
  }

  /** The kernel names modules with underscores where their files may have dashes. */
  private static String plain(String module) {
    return module.replace('-', '_');
  }

  /** The files of a module, in no order. */
  List<Path> of(String module) {
    return byName.getOrDefault(plain(module), List.of());
  }
}
