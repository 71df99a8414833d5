package dev.kedge.report;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;

/**
 * A whole log in memory, cut into lines; lines are decoded when they are asked for, because most
 * never are. Bytes that are no UTF-8 become replacement characters.
 */
final class ConsoleLog implements LineSource {
  /** Longer lines are not printed by a kernel; what is beyond is cut and marked. */
  static final int MAX_LINE = 4096;

  /** Stands at the end of what was shortened. */
  static final String CUT = " [cut by kedge]";

  private final byte[] bytes;
  private final FamilyRules families;
  private int[] starts = new int[1024];
  private int size;

  ConsoleLog(byte[] bytes, FamilyRules families) {
    this.bytes = bytes;
    this.families = families;
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        add(start);
        start = i + 1;
      }
    }
    if (start < bytes.length) {
      add(start);
    }
  }

  private void add(int start) {
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, size * 2);
    }
    starts[size++] = start;
  }

  private int end(int index) {
    int end = index + 1 < size ? starts[index + 1] - 1 : bytes.length;
    return end > starts[index] && bytes[end - 1] == '\n' ? end - 1 : end;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public BitSet candidates(int index) {
    int end = Math.min(end(index), starts[index] + MAX_LINE);
    return families.candidates(bytes, starts[index], end);
  }

  @Override
  public LogLine line(int index) {
    return LinePrefix.read(index + 1, decode(index));
  }

  private String decode(int index) {
    int length = Math.min(end(index) - starts[index], MAX_LINE);
    String text = new String(bytes, starts[index], length, StandardCharsets.UTF_8);
    String clean = text.indexOf('\r') < 0 ? text : text.replace("\r", "");
    return end(index) - starts[index] > MAX_LINE ? clean + CUT : clean;
  }
}
