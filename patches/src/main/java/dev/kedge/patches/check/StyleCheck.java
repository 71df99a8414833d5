package dev.kedge.patches.check;

import java.util.List;
import java.util.Optional;

/** Looks at the style of one commit; the kernel's checkpatch.pl behind this is the operator's. */
@FunctionalInterface
public interface StyleCheck {
  /**
   * What is wrong with a commit.
   *
   * @param patch the commit as {@code git format-patch} writes it
   * @throws dev.kedge.patches.PatchesException when it cannot be run
   */
  List<Remark> remarks(String patch);

  /**
   * Something wrong.
   *
   * @param error whether it is an error; warnings and hints otherwise
   * @param type what kind, such as {@code LONG_LINE}
   * @param path the file, where it is about one
   * @param message in words, with the line where there is one
   */
  record Remark(boolean error, String type, Optional<String> path, String message) {}
}
