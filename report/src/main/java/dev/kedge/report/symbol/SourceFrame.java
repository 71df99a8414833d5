package dev.kedge.report.symbol;

/**
 * One function an address stands for.
 *
 * @param function its name in the source
 * @param linkageName its mangled name, empty for languages without one
 * @param file path below the directory the kernel was built in, when it lies there
 * @param line line in the file, 0 when unknown
 * @param inlined its code is part of the next frame's function
 */
public record SourceFrame(
    String function, String linkageName, String file, int line, boolean inlined) {
  /** As symbolized reports write it: {@code kernel/fork.c:123}. */
  public String place() {
    return file + ":" + line;
  }
}
