package dev.kedge.linux.v8;

import dev.kedge.linux.runtime.ForeignMemoryException;
import java.nio.charset.StandardCharsets;

/**
 * Strings of V8 (src/objects/string.h): of one or two bytes a character, and in pieces. One thread
 * at a time.
 */
final class V8Text {
  private static final int REPRESENTATION = 7;
  private static final int ONE_BYTE = 8;
  private static final int SEQUENTIAL = 0;
  private static final int JOINED = 1;
  private static final int EXTERNAL = 2;
  private static final int SLICED = 3;
  private static final int THIN = 5;

  private static final int LENGTH = 12;
  private static final int FIRST = 16;
  private static final int SECOND = 24;
  private static final int MAX_STEPS = 64;
  private static final int CHUNK = 32_768;

  private final V8Heap heap;

  V8Text(V8Heap heap) {
    this.heap = heap;
  }

  /** Characters that lie one behind the other. */
  private record Flat(long start, int width, int length) {}

  /**
   * The characters of a string.
   *
   * @param limit how many at most; the others are left out
   * @throws ForeignMemoryException when it is none
   */
  String read(long string, int limit) {
    StringBuilder text = new StringBuilder();
    append(string, limit, text, MAX_STEPS);
    return text.toString();
  }

  /** Appends a string; the steps left. */
  private int append(long string, int limit, StringBuilder text, int steps) {
    int left = steps;
    long at = string;
    while (left-- > 0 && text.length() < limit) {
      if ((heap.type(at) & REPRESENTATION) != JOINED || !heap.isText(at)) {
        Flat flat = flat(at);
        int length = Math.min(flat.length(), limit - text.length());
        text.append(characters(flat.start(), flat.width(), length));
        return left;
      }
      left = append(heap.word(at, FIRST), limit, text, left);
      at = heap.word(at, SECOND);
    }
    return left;
  }

  /** Where the characters are; a joined string that was made flat has all of them in its first. */
  private Flat flat(long string) {
    long at = string;
    int skipped = 0;
    int length = -1;
    for (int i = 0; i < MAX_STEPS; i++) {
      int type = heap.type(at);
      int own = heap.isText(at) ? heap.memory().i32(at - 1 + LENGTH) : -1;
      if (own < 0) {
        throw new ForeignMemoryException("a text that is none", at);
      }
      length = length < 0 ? own : length;
      int width = (type & ONE_BYTE) != 0 ? 1 : 2;
      switch (type & REPRESENTATION) {
        case SEQUENTIAL, EXTERNAL -> {
          if (skipped < 0 || skipped + (long) length > own) {
            throw new ForeignMemoryException("a part of a text that is shorter", at);
          }
          boolean apart = (type & REPRESENTATION) == EXTERNAL;
          long start = apart ? heap.word(at, SECOND) : at - 1 + FIRST;
          return new Flat(start + (long) skipped * width, width, length);
        }
        case SLICED -> {
          skipped += V8Heap.small(heap.word(at, SECOND));
          at = heap.word(at, FIRST);
        }
        case THIN -> at = heap.word(at, FIRST);
        default -> {
          if (heap.memory().i32(heap.word(at, SECOND) - 1 + LENGTH) != 0) {
            throw new ForeignMemoryException("a text in pieces", at);
          }
          at = heap.word(at, FIRST);
        }
      }
    }
    throw new ForeignMemoryException("a text that leads on and on", string);
  }

  private String characters(long start, int width, int length) {
    byte[] bytes = heap.memory().bytes(start, length * width);
    return new String(bytes, width == 1 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_16LE);
  }

  /**
   * Line and column of a character, both from one, as {@code 12:7}.
   *
   * @throws ForeignMemoryException when it is none, or in pieces
   */
  String lineAndColumn(long string, int position) {
    Flat flat = flat(string);
    if (position > flat.length()) {
      throw new ForeignMemoryException("a place behind the end of a text", string);
    }
    int line = 1;
    int lineStart = 0;
    for (int from = 0; from < position; from += CHUNK) {
      int length = Math.min(CHUNK, position - from);
      int width = flat.width();
      byte[] bytes = heap.memory().bytes(flat.start() + (long) from * width, length * width);
      for (int i = 0; i < length; i++) {
        if (bytes[i * width] == '\n' && (width == 1 || bytes[i * width + 1] == 0)) {
          line++;
          lineStart = from + i + 1;
        }
      }
    }
    return line + ":" + (position - lineStart + 1);
  }
}
