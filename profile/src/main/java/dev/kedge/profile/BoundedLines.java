package dev.kedge.profile;

import java.io.IOException;
import java.io.Reader;

/**
 * The lines of a text from outside, one after the other, within bounds. Used once, by one thread.
 */
public final class BoundedLines {
  /** Characters of one line at most. */
  public static final int LINE_LENGTH = 1_000_000;

  private final Reader in;
  private final long mostLines;
  private final long mostCharacters;
  private final char[] buffer = new char[1 << 14];
  private final StringBuilder line = new StringBuilder();
  private int next;
  private int end;
  private long number;
  private long length;

  /**
   * The lines of a text.
   *
   * @param mostLines lines it may have
   * @param mostCharacters characters it may have
   */
  public BoundedLines(Reader in, long mostLines, long mostCharacters) {
    this.in = in;
    this.mostLines = mostLines;
    this.mostCharacters = mostCharacters;
  }

  /**
   * Reads up to the next line feed; false at the end of the text.
   *
   * @throws IOException when the source fails
   * @throws ProfileFormatException when the text is beyond its bounds
   */
  public boolean next() throws IOException {
    line.setLength(0);
    if (!read()) {
      return false;
    }
    if (++number > mostLines) {
      throw error("more than %d lines".formatted(mostLines));
    }
    return true;
  }

  /** The line at hand without its line feed. */
  public String text() {
    return line.toString();
  }

  /** What is wrong with the line at hand. */
  public ProfileFormatException error(String message) {
    return new ProfileFormatException("line", number, message);
  }

  private boolean read() throws IOException {
    boolean any = false;
    while (true) {
      if (next == end) {
        end = in.read(buffer, 0, buffer.length);
        next = 0;
        length += Math.max(0, end);
        if (length > mostCharacters) {
          throw error("the text is longer than %d characters".formatted(mostCharacters));
        }
        if (end <= 0) {
          end = 0;
          return any;
        }
      }
      any = true;
      char c = buffer[next++];
      if (c == '\n') {
        return true;
      }
      if (line.length() == LINE_LENGTH) {
        number++;
        throw error("longer than %d characters".formatted(LINE_LENGTH));
      }
      line.append(c);
    }
  }
}
