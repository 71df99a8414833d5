package dev.kedge.report.symbol;

import java.util.ArrayList;
import java.util.List;

/** Paths of source files as compilers were given them. */
final class SourcePath {
  private SourcePath() {}

  /**
   * The same path without {@code .}, {@code ..} and empty parts, as far as they can be resolved.
   */
  static String withoutDots(String path) {
    if (!path.contains("./") && !path.contains("//")) {
      return path;
    }
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      boolean up = part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..");
      if (up && !parts.getLast().isEmpty()) {
        parts.removeLast();
      } else if (!part.equals(".") && (!part.isEmpty() || parts.isEmpty())) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }
}
