package dev.kedge.patches.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts the lines of {@code git diff-tree -p} together to a {@link Patch}. Inside a hunk the counts
 * of its header decide what a line is, so that contents that look like headers stay contents.
 */
final class PatchParser {
  private static final String GIT_HEADER = "diff --git ";

  private final int maxLines;
  private final List<FilePatch> files = new ArrayList<>();
  private final List<Hunk> hunks = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();
  private Optional<FileHeader> header = Optional.empty();
  private String section = "";
  private int oldLeft;
  private int newLeft;
  private int kept;
  private boolean cut;

  PatchParser(int maxLines) {
    this.maxLines = maxLines;
  }

  /** Says whether the next line belongs to a hunk that is not complete yet. */
  boolean insideHunk() {
    return oldLeft > 0 || newLeft > 0;
  }

  void accept(String line) {
    if (insideHunk() && line.isEmpty()) {
      // diff.suppressBlankEmpty leaves the mark of an empty context line out.
      content(" ");
    } else if (insideHunk() && isContent(line)) {
      content(line);
    } else if (line.startsWith("\\") && !lines.isEmpty()) {
      keep(line);
    } else if (line.startsWith(GIT_HEADER)) {
      endFile();
      header = Optional.of(new FileHeader(line.substring(GIT_HEADER.length())));
    } else if (line.startsWith("@@ ")) {
      endHunk();
      startHunk(line);
    } else {
      header.ifPresent(file -> file.accept(line));
    }
  }

  Patch finish() {
    endFile();
    return new Patch(files, cut);
  }

  private static boolean isContent(String line) {
    char mark = line.charAt(0);
    return mark == ' ' || mark == '+' || mark == '-';
  }

  private void content(String line) {
    char mark = line.charAt(0);
    if (mark != '+') {
      oldLeft--;
    }
    if (mark != '-') {
      newLeft--;
    }
    keep(line);
  }

  private void keep(String line) {
    if (kept == maxLines) {
      cut = true;
      return;
    }
    kept++;
    lines.add(line);
  }

  private void startHunk(String line) {
    int end = line.indexOf(" @@", 3);
    String[] ranges = (end < 0 ? line : line.substring(3, end)).split(" ", -1);
    if (ranges.length < 2) {
      cut = true;
      return;
    }
    section = end < 0 ? "" : line.substring(end + 3).strip();
    oldLeft = count(ranges[0]);
    newLeft = count(ranges[1]);
  }

  /** The number of lines in {@code -12,7}: 7; in {@code +3}: 1. */
  private static int count(String range) {
    int comma = range.indexOf(',');
    if (comma < 0) {
      return 1;
    }
    try {
      return Math.max(0, Integer.parseInt(range, comma + 1, range.length(), 10));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private void endHunk() {
    if (!lines.isEmpty()) {
      hunks.add(new Hunk(section, lines));
      lines.clear();
    }
    oldLeft = 0;
    newLeft = 0;
  }

  private void endFile() {
    endHunk();
    header.ifPresent(file -> files.add(file.toPatch(hunks)));
    hunks.clear();
    header = Optional.empty();
  }
}
