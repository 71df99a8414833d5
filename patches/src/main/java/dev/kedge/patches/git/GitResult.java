package dev.kedge.patches.git;

import java.nio.charset.StandardCharsets;

/** What a git command left behind. */
public final class GitResult {
  private final int exitCode;
  private final byte[] output;
  private final String error;

  GitResult(int exitCode, byte[] output, String error) {
    this.exitCode = exitCode;
    this.output = output;
    this.error = error;
  }

  /** Its exit code. */
  public int exitCode() {
    return exitCode;
  }

  /** Standard error, cut at a bound. */
  public String error() {
    return error;
  }

  /** Says whether git called it a success. */
  public boolean ok() {
    return exitCode == 0;
  }

  /** Standard output as text; bytes that are no UTF-8 become the replacement character. */
  public String text() {
    return new String(output, StandardCharsets.UTF_8);
  }
}
