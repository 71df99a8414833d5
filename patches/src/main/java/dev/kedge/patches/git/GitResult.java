package dev.kedge.patches.git;

import java.nio.charset.StandardCharsets;

/**
 * What a git command left behind.
 *
 * @param exitCode its exit code
 * @param output standard output
 * @param error standard error, cut at a bound, as text
 */
public record GitResult(int exitCode, byte[] output, String error) {
  /** Says whether git called it a success. */
  public boolean ok() {
    return exitCode == 0;
  }

  /** Standard output as text; bytes that are no UTF-8 become the replacement character. */
  public String text() {
    return new String(output, StandardCharsets.UTF_8);
  }
}
