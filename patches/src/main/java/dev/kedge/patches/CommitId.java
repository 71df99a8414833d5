package dev.kedge.patches;

import java.util.HexFormat;

/**
 * The full name of a commit: 40 lower-case hexadecimal digits (SHA-1) or 64 (SHA-256).
 *
 * @param hex the digits
 */
public record CommitId(String hex) implements Comparable<CommitId> {
  /** Checks the digits. */
  public CommitId {
    if (!isId(hex)) {
      throw new IllegalArgumentException("not a full commit id");
    }
  }

  /** Says whether the text is a full id as git prints it. */
  public static boolean isId(String text) {
    if (text.length() != 40 && text.length() != 64) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isHex(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  /** The id with these raw bytes, 20 or 32. */
  public static CommitId ofBytes(byte[] bytes) {
    return new CommitId(HexFormat.of().formatHex(bytes));
  }

  /** The raw bytes: 20 or 32. */
  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  /** The first twelve digits, as kernel messages quote commits. */
  public String abbreviated() {
    return hex.substring(0, 12);
  }

  @Override
  public int compareTo(CommitId other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
