package dev.kedge.patches.diff;

import java.util.List;

/** The lines between {@code diff --git} and the first hunk of a file. */
final class FileHeader {
  private String path;
  private FilePatch.Change change = FilePatch.Change.CHANGED;
  private boolean binary;
  private String blobs = "";

  /**
   * Starts with both names.
   *
   * @param names {@code a/NAME b/NAME}; both are the same, since renames are not looked for
   */
  FileHeader(String names) {
    // Equal names make the halves equally long, whatever blanks the name holds.
    String second = names.substring(Math.min(names.length(), names.length() / 2 + 1));
    this.path = stripSide(second);
  }

  void accept(String line) {
    if (line.startsWith("new file mode ")) {
      change = FilePatch.Change.ADDED;
    } else if (line.startsWith("deleted file mode ")) {
      change = FilePatch.Change.REMOVED;
    } else if (line.startsWith("index ")) {
      blobs = line.substring("index ".length());
    } else if (line.startsWith("Binary files ")) {
      binary = true;
    } else if (line.startsWith("+++ ") && !line.startsWith("+++ /dev/null")) {
      path = stripSide(line.substring(4));
    } else if (line.startsWith("--- ") && change == FilePatch.Change.REMOVED) {
      path = stripSide(line.substring(4));
    }
  }

  FilePatch toPatch(List<Hunk> hunks) {
    return new FilePatch(path, change, binary, binary ? blobs : "", hunks);
  }

  /** Git ends names that hold blanks with a tab, and quotes those with control characters. */
  private static String stripSide(String name) {
    String bare = name.endsWith("\t") ? name.substring(0, name.length() - 1) : name;
    if (bare.startsWith("\"a/") || bare.startsWith("\"b/")) {
      return "\"" + bare.substring(3);
    }
    return bare.startsWith("a/") || bare.startsWith("b/") ? bare.substring(2) : bare;
  }
}
