package dev.kedge.patches.check;

import dev.kedge.model.Printable;
import dev.kedge.patches.PatchesException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Who owns which paths: a CODEOWNERS file (the last pattern that matches decides) or the kernel's
 * MAINTAINERS (every section with a matching {@code F:} and no matching {@code X:} counts).
 */
public final class CodeOwners {
  private static final int MAX_BYTES = 16 << 20;

  private final List<Section> sections;
  private final boolean lastWins;

  private record Section(List<Paths> files, List<Paths> excluded, Set<String> owners) {
    boolean covers(String path) {
      return files.stream().anyMatch(p -> p.cover(path))
          && excluded.stream().noneMatch(p -> p.cover(path));
    }
  }

  /**
   * Paths of a pattern.
   *
   * @param globs one of which must match
   * @param tied whether from the root on; otherwise from any name on
   */
  private record Paths(List<PathGlob> globs, boolean tied) {
    boolean cover(String path) {
      for (int start = 0; start >= 0; start = tied ? -1 : next(path, start)) {
        int from = start;
        if (globs.stream().anyMatch(glob -> glob.matches(path, from))) {
          return true;
        }
      }
      return false;
    }

    private static int next(String path, int start) {
      int slash = path.indexOf('/', start);
      return slash < 0 ? -1 : slash + 1;
    }
  }

  private CodeOwners(List<Section> sections, boolean lastWins) {
    this.sections = sections;
    this.lastWins = lastWins;
  }

  /**
   * Reads a file; one named MAINTAINERS is in the kernel's format.
   *
   * @throws PatchesException when it cannot be read or names nobody
   */
  public static CodeOwners read(Path file) {
    String name = Printable.of(file.toString(), 300);
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw PatchesException.input(name + ": larger than 16 MB");
      }
      List<String> lines =
          new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
      boolean kernel = file.getFileName().toString().startsWith("MAINTAINERS");
      CodeOwners owners = kernel ? maintainers(lines) : codeOwners(lines);
      if (owners.sections.isEmpty()) {
        throw PatchesException.input(name + ": names no owner of any path");
      }
      return owners;
    } catch (IOException e) {
      throw PatchesException.environment(name + " cannot be read: " + e.getMessage(), e);
    }
  }

  static CodeOwners codeOwners(List<String> lines) {
    List<Section> sections = new ArrayList<>();
    for (String line : lines) {
      String[] word = line.strip().split("\\s+", -1);
      if (word[0].isEmpty() || word[0].startsWith("#") || word[0].startsWith("[")) {
        continue;
      }
      Set<String> owners = new LinkedHashSet<>();
      for (int i = 1; i < word.length && !word[i].startsWith("#"); i++) {
        owners.add(word[i]);
      }
      sections.add(new Section(List.of(gitPattern(word[0])), List.of(), owners));
    }
    return new CodeOwners(sections, true);
  }

  static CodeOwners maintainers(List<String> lines) {
    List<Section> sections = new ArrayList<>();
    List<Paths> files = new ArrayList<>();
    List<Paths> excluded = new ArrayList<>();
    Set<String> owners = new LinkedHashSet<>();
    for (int i = 0; i <= lines.size(); i++) {
      String line = i < lines.size() ? lines.get(i) : "";
      if (line.isBlank()) {
        if (!files.isEmpty() && !owners.isEmpty()) {
          sections.add(
              new Section(List.copyOf(files), List.copyOf(excluded), new LinkedHashSet<>(owners)));
        }
        files.clear();
        excluded.clear();
        owners.clear();
      } else if (line.length() > 3 && line.charAt(1) == ':') {
        String value = line.substring(2).strip();
        switch (line.charAt(0)) {
          case 'F' -> files.add(kernelPattern(value));
          case 'X' -> excluded.add(kernelPattern(value));
          case 'M' -> owners.add(mail(value));
          default -> {
            // Lists, trees and states say nothing of who approves.
          }
        }
      }
    }
    return new CodeOwners(sections, false);
  }

  private static String mail(String value) {
    int open = value.indexOf('<');
    int close = value.indexOf('>', open + 1);
    return open >= 0 && close > open ? value.substring(open + 1, close) : value;
  }

  /** As in .gitignore: a slash in it ties it to the root, {@code **} crosses directories. */
  private static Paths gitPattern(String glob) {
    String text = glob.startsWith("/") ? glob.substring(1) : glob;
    boolean inside = text.contains("/") && text.indexOf('/') < text.length() - 1;
    boolean tied = inside || glob.startsWith("/");
    boolean directory = text.endsWith("/");
    String name = directory ? text.substring(0, text.length() - 1) : text;
    PathGlob below = new PathGlob(name + "/**");
    return new Paths(directory ? List.of(below) : List.of(new PathGlob(name), below), tied);
  }

  /**
   * A trailing slash covers everything below, otherwise the pattern names files of one directory.
   */
  private static Paths kernelPattern(String glob) {
    return new Paths(List.of(new PathGlob(glob.endsWith("/") ? glob + "**" : glob)), true);
  }

  /** The owners of a path; empty when nobody owns it. */
  public Set<String> of(String path) {
    Set<String> owners = new LinkedHashSet<>();
    for (Section section : sections) {
      if (section.covers(path)) {
        if (lastWins) {
          owners.clear();
        }
        owners.addAll(section.owners());
      }
    }
    return owners;
  }
}
