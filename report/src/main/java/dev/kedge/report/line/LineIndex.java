package dev.kedge.report.line;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Where the lines of a log begin, and which of a set of literals each of them holds. */
public final class LineIndex {
  private static final BitSet NOTHING = new BitSet(0);

  private int[] starts = new int[1024];
  private @Nullable BitSet[] hits = new BitSet[1024];
  private int size;
  private final int length;

  /** An index of a log of this many bytes, to be filled from the front. */
  public LineIndex(int length) {
    this.length = length;
  }

  /** Where the lines of a log begin, without literals. */
  public static LineIndex of(byte[] log) {
    boolean ended = log.length > 0 && log[log.length - 1] == '\n';
    LineIndex index = new LineIndex(ended ? log.length - 1 : log.length);
    int start = 0;
    for (int i = 0; i < log.length; i++) {
      if (log[i] == '\n') {
        index.add(start, null);
        start = i + 1;
      }
    }
    if (start < log.length) {
      index.add(start, null);
    }
    return index;
  }

  /** Adds the next line: its first byte and the literals it holds, null when it holds none. */
  public void add(int start, @Nullable BitSet found) {
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, size * 2);
      hits = Arrays.copyOf(hits, size * 2);
    }
    starts[size] = start;
    hits[size++] = found;
  }

  int size() {
    return size;
  }

  int start(int line) {
    return starts[line];
  }

  /** Index after the last byte of the line, its line feed left out. */
  int end(int line) {
    return line + 1 < size ? starts[line + 1] - 1 : length;
  }

  /** The literals the line holds; not to be changed. */
  BitSet hits(int line) {
    BitSet found = hits[line];
    return found == null ? NOTHING : found;
  }

  /** The first line at or after one that holds any literal, or {@link #size()}. */
  int nextHit(int from) {
    int line = from;
    while (line < size && hits[line] == null) {
      line++;
    }
    return line;
  }
}
