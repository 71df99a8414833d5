package dev.kedge.report.fingerprint;

import java.util.Optional;

/** Reads the module a line of a stack names: {@code func+0x1/0x2 [module]}. */
final class ModuleReader {
  private ModuleReader() {}

  /**
   * The module after the offset of {@code function}, which may carry compiler suffixes. A build-id
   * after the module's name (CONFIG_STACKTRACE_BUILD_ID) is left out.
   */
  static Optional<String> read(String line, String function) {
    int at = line.indexOf(function);
    int offset = at < 0 ? -1 : line.indexOf("+0x", at);
    int open = offset < 0 ? -1 : line.indexOf(" [", offset);
    int close = open < 0 ? -1 : line.indexOf(']', open);
    if (close < 0 || line.substring(offset, open).indexOf(' ') >= 0) {
      return Optional.empty();
    }
    String inside = line.substring(open + 2, close);
    int space = inside.indexOf(' ');
    String name = space < 0 ? inside : inside.substring(0, space);
    // "inline" and addresses stand in brackets, too; a symbolized line has its file before them.
    boolean module =
        !name.isEmpty()
            && name.length() <= 64
            && !name.equals("inline")
            && name.chars().allMatch(c -> c == '_' || c == '-' || Character.isLetterOrDigit(c));
    return module ? Optional.of(name.replace('-', '_')) : Optional.empty();
  }
}
