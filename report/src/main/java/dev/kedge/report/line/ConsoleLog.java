package dev.kedge.report.line;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The lines of one host's whole log. They are kept as bytes and become objects when they are asked
 * for first, because most never are. Not thread-safe.
 *
 * <p>{@link LogLine#number()} is the place of a line in this log, from 1; {@link #inputLine} tells
 * where it stood in the input.
 */
public final class ConsoleLog implements LineSource {
  /** Longer lines are not printed by a kernel; what is beyond is cut and marked. */
  public static final int MAX_LINE = 4096;

  /** Stands at the end of what was shortened. */
  public static final String CUT = " [cut by kedge]";

  private final String host;
  private final Builder columns;
  private final LineIndex index;
  private final @Nullable LogLine[] lines;

  private ConsoleLog(String host, Builder columns, LineIndex index) {
    this.host = host;
    this.columns = columns;
    this.index = index;
    this.lines = new LogLine[columns.size];
  }

  @Override
  public int size() {
    return columns.size;
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
      int start = index.start(line);
      String raw =
          new String(columns.bytes, start, index.end(line) - start, StandardCharsets.UTF_8);
      known =
          new LogLine(
              line + 1,
              raw,
              raw.substring(columns.textStarts[line]),
              host,
              columns.contexts[line],
              columns.micros[line]);
      lines[line] = known;
    }
    return known;
  }

  /** Line of the input, from 1, of the line with a number. */
  public int inputLine(int number) {
    return columns.inputLines[number - 1];
  }

  /** Collects lines; used once. */
  public static final class Builder {
    private byte[] bytes = new byte[256];
    private int length;
    private int size;
    private int[] textStarts = new int[8];
    private int[] inputLines = new int[8];
    private long[] micros = new long[8];
    private String[] contexts = new String[8];
    private final Map<String, String> names = new HashMap<>();

    /** Adds a line without line feed; the other values are those of {@link LogLine}. */
    public void add(String raw, int textStart, String context, long time, int inputLine) {
      byte[] utf8 = raw.getBytes(StandardCharsets.UTF_8);
      if (length + utf8.length + 1 > bytes.length) {
        int grown = (int) Math.min(Integer.MAX_VALUE - 8L, bytes.length * 2L);
        bytes = Arrays.copyOf(bytes, Math.max(grown, length + utf8.length + 1));
      }
      System.arraycopy(utf8, 0, bytes, length, utf8.length);
      length += utf8.length;
      bytes[length++] = '\n';
      if (size == textStarts.length) {
        textStarts = Arrays.copyOf(textStarts, size * 2);
        inputLines = Arrays.copyOf(inputLines, size * 2);
        micros = Arrays.copyOf(micros, size * 2);
        contexts = Arrays.copyOf(contexts, size * 2);
      }
      textStarts[size] = textStart;
      inputLines[size] = inputLine;
      micros[size] = time;
      contexts[size] = context.isEmpty() ? "" : names.computeIfAbsent(context, name -> name);
      size++;
    }

    /** How many lines were added. */
    public int size() {
      return size;
    }

    /**
     * The log.
     *
     * @param host the machine, empty when the input names none
     * @param scanner finds the lines and the literals they hold
     */
    public ConsoleLog build(String host, Function<byte[], LineIndex> scanner) {
      bytes = Arrays.copyOf(bytes, length);
      return new ConsoleLog(host, this, scanner.apply(bytes));
    }
  }
}
