package dev.kedge.profile;

/**
 * A line of source code.
 *
 * @param file its path as the compiler was given it
 * @param number from 1
 */
public record SourceLine(String file, int number) {
  /** As people write it: {@code src/main.c:12}. */
  @Override
  public String toString() {
    return file + ":" + number;
  }
}
