package dev.kedge.patches.git;

import dev.kedge.patches.Commit;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.CommitParser;
import dev.kedge.patches.PatchesException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A commit as {@code git rev-list --header} prints it: the id, a newline, the header, a blank line,
 * the message, each of its lines indented. A view of bytes that others share: not to be changed.
 */
public final class CommitRecord {
  /** Bytes that git puts in front of each line of a message; blank lines may have fewer. */
  public static final int INDENT = 4;

  private final byte[] bytes;
  private final int start;
  private final int end;

  /** The record between these places, without the NUL that ends it. */
  public CommitRecord(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }

  /** Where its bytes lie, among others. */
  public byte[] bytes() {
    return bytes;
  }

  /** Its first byte. */
  public int start() {
    return start;
  }

  /** The place behind its last byte. */
  public int end() {
    return end;
  }

  /** Where the line ends that begins here or goes on: at its newline or at the record's end. */
  public int lineEnd(int from) {
    int at = from;
    while (at < end && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  /**
   * Reads all of it.
   *
   * @throws PatchesException when it does not begin with an id
   */
  public Commit commit() {
    int at = lineEnd(start);
    String hex = new String(bytes, start, at - start, StandardCharsets.ISO_8859_1);
    if (!CommitId.isId(hex)) {
      throw PatchesException.environment("git rev-list printed no commit id where one belongs");
    }
    byte[] object = new byte[Math.max(0, end - at - 1)];
    int length = 0;
    boolean header = true;
    for (int i = at + 1; i < end; ) {
      int next = lineEnd(i);
      int from = header ? i : Math.min(i + INDENT, next);
      System.arraycopy(bytes, from, object, length, next - from);
      length += next - from;
      if (next < end) {
        object[length++] = '\n';
      }
      header &= next > i;
      i = next + 1;
    }
    return CommitParser.parse(new CommitId(hex), Arrays.copyOf(object, length));
  }

  /** The lines of the message from the one that begins here, without their indent, as Latin-1. */
  public String message(int from) {
    byte[] text = new byte[end - from];
    int length = 0;
    for (int i = from; i < end; ) {
      int next = lineEnd(i);
      int line = Math.min(i + INDENT, next);
      System.arraycopy(bytes, line, text, length, next - line);
      length += next - line;
      if (next < end) {
        text[length++] = '\n';
      }
      i = next + 1;
    }
    return new String(text, 0, length, StandardCharsets.ISO_8859_1);
  }
}
