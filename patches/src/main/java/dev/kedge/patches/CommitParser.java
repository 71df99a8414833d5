package dev.kedge.patches;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a commit object: header lines, a blank line, the message (git's
 * Documentation/gitformat-commit and {@code commit.c}). Anything git itself accepts is read;
 * unreadable names, dates and encodings cost their field, never the commit.
 */
public final class CommitParser {
  /** Messages are read up to this many bytes; the kernel's longest has about 60 kB. */
  public static final int MAX_MESSAGE_BYTES = 1 << 20;

  private CommitParser() {}

  /** Reads the contents of a commit object. */
  public static Commit parse(CommitId id, byte[] object) {
    List<CommitId> parents = new ArrayList<>(2);
    Charset charset = StandardCharsets.UTF_8;
    int authorAt = -1;
    int committerAt = -1;
    int at = 0;
    while (at < object.length && object[at] != '\n') {
      int end = lineEnd(object, at);
      if (startsWith(object, at, "parent ")) {
        String hex = new String(object, at + 7, end - at - 7, StandardCharsets.ISO_8859_1);
        if (CommitId.isId(hex)) {
          parents.add(new CommitId(hex));
        }
      } else if (startsWith(object, at, "author ") && authorAt < 0) {
        authorAt = at + 7;
      } else if (startsWith(object, at, "committer ") && committerAt < 0) {
        committerAt = at + 10;
      } else if (startsWith(object, at, "encoding ")) {
        charset = charset(new String(object, at + 9, end - at - 9, StandardCharsets.ISO_8859_1));
      }
      at = Math.min(end + 1, object.length);
    }
    int start = Math.min(at + 1, object.length);
    int length = Math.min(object.length - start, MAX_MESSAGE_BYTES);
    Decoded message = Decoded.of(object, start, length, charset);
    Commit.TextQuality quality =
        length < object.length - start
            ? Commit.TextQuality.CUT
            : message.clean ? Commit.TextQuality.CLEAN : Commit.TextQuality.GUESSED;
    int split = subjectEnd(message.text);
    return new Commit(
        id,
        parents,
        signature(object, authorAt, charset),
        signature(object, committerAt, charset),
        joined(message.text.substring(0, split)),
        body(message.text.substring(split)),
        quality);
  }

  private static Charset charset(String name) {
    try {
      return Charset.forName(name.strip());
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return StandardCharsets.UTF_8;
    }
  }

  private static Signature signature(byte[] object, int at, Charset charset) {
    if (at < 0) {
      return Signature.UNKNOWN;
    }
    return Signature.of(Decoded.of(object, at, lineEnd(object, at) - at, charset).text);
  }

  private static int lineEnd(byte[] bytes, int from) {
    int end = from;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    return end;
  }

  private static boolean startsWith(byte[] bytes, int at, String prefix) {
    if (at + prefix.length() > bytes.length) {
      return false;
    }
    for (int i = 0; i < prefix.length(); i++) {
      if (bytes[at + i] != prefix.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The subject ends at the first blank line, as for {@code git log --format=%s}. */
  private static int subjectEnd(String message) {
    int at = 0;
    boolean seen = false;
    while (at < message.length()) {
      int end = message.indexOf('\n', at);
      int next = end < 0 ? message.length() : end + 1;
      boolean blank = message.substring(at, end < 0 ? message.length() : end).isBlank();
      if (blank && seen) {
        return at;
      }
      seen |= !blank;
      at = next;
    }
    return message.length();
  }

  private static String joined(String subject) {
    String text = subject.strip();
    if (text.indexOf('\n') < 0) {
      return text;
    }
    List<String> lines = new ArrayList<>();
    text.lines().forEach(line -> lines.add(line.strip()));
    return String.join(" ", lines);
  }

  private static String body(String rest) {
    int start = 0;
    for (int i = 0; i < rest.length() && Character.isWhitespace(rest.charAt(i)); i++) {
      if (rest.charAt(i) == '\n') {
        start = i + 1;
      }
    }
    return rest.substring(start).stripTrailing();
  }

  private record Decoded(String text, boolean clean) {
    static Decoded of(byte[] bytes, int at, int length, Charset charset) {
      if (isAscii(bytes, at, length)) {
        return new Decoded(new String(bytes, at, length, StandardCharsets.ISO_8859_1), true);
      }
      try {
        return new Decoded(
            charset.newDecoder().decode(ByteBuffer.wrap(bytes, at, length)).toString(), true);
      } catch (CharacterCodingException e) {
        return new Decoded(new String(bytes, at, length, StandardCharsets.ISO_8859_1), false);
      }
    }

    /** ISO-2022 encodings are all ASCII bytes, told by their escapes. */
    private static boolean isAscii(byte[] bytes, int at, int length) {
      for (int i = at; i < at + length; i++) {
        if (bytes[i] < 0 || bytes[i] == 0x1b) {
          return false;
        }
      }
      return true;
    }
  }
}
