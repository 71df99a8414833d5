package dev.kedge.report.detail;

import dev.kedge.report.line.Ascii;
import dev.kedge.report.rules.NameSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the source file to blame in the lines of a symbolized report: the first one named that does
 * not work for others, or one deeper in the same directory, because the code of a driver or a
 * protocol stands below the code all of its kind share.
 */
final class GuiltyFile {
  private static final int MAX_PATH = 256;

  private static final List<String> SUFFIXES = List.of(".c", ".h", ".S", ".rs");

  private final NameSet passedOver;
  private final NameSet interrupts;

  /**
   * A search by these rules.
   *
   * @param passedOver files that cannot be at fault
   * @param interrupts functions below which an interrupted stack begins
   */
  GuiltyFile(NameSet passedOver, NameSet interrupts) {
    this.passedOver = passedOver;
    this.interrupts = interrupts;
  }

  /**
   * The file to blame; empty when no line names one.
   *
   * @param lines the report's lines, without prefixes
   * @param stall the report is of a stalled CPU: only what the timer interrupted counts
   */
  Optional<String> find(List<String> lines, boolean stall) {
    List<String> files = files(lines.subList(stall ? belowInterrupt(lines) : 0, lines.size()));
    if (files.isEmpty()) {
      return Optional.empty();
    }
    List<String> candidates = files.stream().filter(f -> !passedOver.contains(f)).toList();
    if (candidates.isEmpty()) {
      return Optional.of(files.getFirst());
    }
    String guilty = candidates.getFirst();
    for (String file : candidates) {
      String directory = directory(file);
      if (directory.length() > directory(guilty).length()
          && directory.startsWith(directory(guilty))) {
        guilty = file;
      }
    }
    return Optional.of(guilty);
  }

  private int belowInterrupt(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      String text = lines.get(i).strip();
      int end = text.indexOf("+0x");
      if (text.startsWith("Exception stack(")
          || (end > 0 && interrupts.contains(text.substring(0, end)))) {
        return i;
      }
    }
    return 0;
  }

  /**
   * Files in the order they are named. A list of held locks names where a task came by, a register
   * who allocated what it points to; neither failed.
   */
  private static List<String> files(List<String> lines) {
    List<String> files = new ArrayList<>();
    for (String line : lines) {
      String text = line.strip();
      if (!text.startsWith("#") && !text.startsWith("Register ")) {
        path(line).ifPresent(files::add);
      }
    }
    return files;
  }

  /** The first {@code dir/file.c:123} of a line. */
  private static Optional<String> path(String line) {
    for (int colon = line.indexOf(':'); colon >= 0; colon = line.indexOf(':', colon + 1)) {
      if (colon + 1 >= line.length() || !Ascii.isDigit(line.charAt(colon + 1))) {
        continue;
      }
      int start = colon;
      while (start > 0 && colon - start < MAX_PATH && isPathPart(line.charAt(start - 1))) {
        start--;
      }
      String file = line.substring(start, colon);
      String path = file.startsWith("./") ? file.substring(2) : file;
      if (path.indexOf('/') > 0 && SUFFIXES.stream().anyMatch(path::endsWith)) {
        return Optional.of(path);
      }
    }
    return Optional.empty();
  }

  private static boolean isPathPart(char c) {
    return Ascii.isAlphanumeric(c) || c == '_' || c == '-' || c == '.' || c == '/';
  }

  private static String directory(String file) {
    return file.substring(0, file.lastIndexOf('/') + 1);
  }
}
