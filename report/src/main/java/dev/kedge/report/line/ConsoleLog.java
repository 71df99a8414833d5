package dev.kedge.report.line;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A whole log in memory, cut into lines; a line is decoded when it is asked for first, because most
 * never are. Bytes that are no UTF-8 become replacement characters. Not thread-safe.
 */
public final class ConsoleLog implements LineSource {
  /** Longer lines are not printed by a kernel; what is beyond is cut and marked. */
  public static final int MAX_LINE = 4096;

  /** Stands at the end of what was shortened. */
  public static final String CUT = " [cut by kedge]";

  private final byte[] bytes;
  private final LineIndex index;
  private final @Nullable LogLine[] lines;

  /** A log of these bytes, which are not copied, and where its lines begin. */
  public ConsoleLog(byte[] bytes, LineIndex index) {
    this.bytes = bytes;
    this.index = index;
    this.lines = new LogLine[index.size()];
  }

  @Override
  public int size() {
    return index.size();
  }

  @Override
  public BitSet candidates(int line) {
    return index.hits(line);
  }

  @Override
  public int nextCandidate(int from) {
    return index.nextHit(from);
  }

  @Override
  public LogLine line(int line) {
    LogLine known = lines[line];
    if (known == null) {
      known = LinePrefix.read(line + 1, decode(line));
      lines[line] = known;
    }
    return known;
  }

  private String decode(int line) {
    int length = index.end(line) - index.start(line);
    int kept = Math.min(length, MAX_LINE);
    String text = new String(bytes, index.start(line), kept, StandardCharsets.UTF_8);
    String clean = text.indexOf('\r') < 0 ? text : text.replace("\r", "");
    return kept < length ? clean + CUT : clean;
  }
}
