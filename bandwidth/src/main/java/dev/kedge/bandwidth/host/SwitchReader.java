package dev.kedge.bandwidth.host;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.model.Printable;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Reads {@code sched_switch} and {@code sched_wakeup} events from text: what {@code perf script}
 * and {@code perf sched script} print, in either of their forms, and ftrace's {@code trace} and
 * {@code trace_pipe}. Lines of other events are passed over and counted. One recording each.
 */
public final class SwitchReader {
  private static final int MAX_LINE = 1_024;
  private static final long MAX_BYTES = 4L << 30;
  private static final int MAX_THREADS = 100_000;
  private static final Pattern HEAD =
      Pattern.compile(
          "\\s(\\d{1,10})\\.(\\d{1,9}):\\s+(?:sched:)?sched_(switch|wakeup|wakeup_new): ");
  private static final Pattern SWITCH =
      Pattern.compile(
          "\\s*prev_comm=.{0,64}? prev_pid=(\\d{1,9}) prev_prio=-?\\d{1,6} prev_state=(\\S{1,12})"
              + " ==> next_comm=(.{0,64}) next_pid=(\\d{1,9}) next_prio=-?\\d{1,6}.{0,80}");
  private static final Pattern SHORT_SWITCH =
      Pattern.compile(
          "\\s*.{0,64}?:(\\d{1,9}) \\[-?\\d{1,6}\\] (\\S{1,12}) ==> (.{0,64}):(\\d{1,9})"
              + " \\[-?\\d{1,6}\\].{0,80}");
  private static final Pattern WAKEUP =
      Pattern.compile("\\s*(?:comm=.{0,64} pid=|.{0,64}:)(\\d{1,9}) .{0,80}");
  private static final Pattern LOST = Pattern.compile("(?i).{0,80}lost (\\d{1,12}) events.{0,200}");

  private final String name;
  private final ThreadFilter filter;
  private final Map<Integer, ThreadTurns> threads = new HashMap<>();
  private long first = -1;
  private long last = -1;
  private long switches;
  private long otherLines;
  private long lostEvents;
  private long disordered;
  private long droppedThreads;
  private boolean wakeups;

  private SwitchReader(String name, ThreadFilter filter) {
    this.name = name;
    this.filter = filter;
  }

  /**
   * Reads a recording, gzipped or not.
   *
   * @throws BandwidthException when there is not one switch in it
   * @throws IOException when the file cannot be read
   */
  public static SwitchRecording read(Path file, ThreadFilter filter) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      in.mark(2);
      boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
      in.reset();
      if (!gzip) {
        return read(in, file.toString(), filter);
      }
      try (InputStream plain = new BufferedInputStream(new GZIPInputStream(in), 1 << 16)) {
        return read(plain, file.toString(), filter);
      }
    }
  }

  /**
   * Reads a recording from a stream, which is not closed.
   *
   * @param name of the input, for messages
   * @throws BandwidthException when there is not one switch in it
   */
  public static SwitchRecording read(InputStream in, String name, ThreadFilter filter)
      throws IOException {
    return new SwitchReader(name, filter).read(in);
  }

  private SwitchRecording read(InputStream in) throws IOException {
    byte[] line = new byte[MAX_LINE];
    int length = 0;
    long bytes = 0;
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (++bytes > MAX_BYTES) {
        throw new BandwidthException(
            name + ": longer than 4 GB; record a shorter time, ten seconds are enough");
      }
      if (next == '\n') {
        line(new String(line, 0, length, StandardCharsets.UTF_8));
        length = 0;
      } else if (length < MAX_LINE) {
        line[length++] = (byte) next;
      }
    }
    if (length > 0) {
      line(new String(line, 0, length, StandardCharsets.UTF_8));
    }
    return recording();
  }

  private void line(String line) {
    Matcher head = HEAD.matcher(line);
    if (!head.find()) {
      otherLine(line);
      return;
    }
    long at = time(head.group(1), head.group(2));
    if (at < last) {
      disordered++;
      return;
    }
    String rest = line.substring(head.end());
    boolean used = head.group(3).equals("switch") ? switched(at, rest) : woken(at, rest);
    if (!used) {
      otherLines++;
      return;
    }
    first = first < 0 ? at : first;
    last = at;
  }

  private void otherLine(String line) {
    Matcher lost = LOST.matcher(line);
    if (lost.matches()) {
      lostEvents += Long.parseLong(lost.group(1));
    } else {
      otherLines++;
    }
  }

  private static long time(String seconds, String fraction) {
    long ns = Long.parseLong(fraction);
    for (int digits = fraction.length(); digits < 9; digits++) {
      ns *= 10;
    }
    return Long.parseLong(seconds) * 1_000_000_000L + ns;
  }

  private boolean switched(long at, String text) {
    Matcher match = SWITCH.matcher(text);
    if (!match.matches()) {
      match = SHORT_SWITCH.matcher(text);
      if (!match.matches()) {
        return false;
      }
    }
    switches++;
    ThreadTurns previous = threads.get(Integer.parseInt(match.group(1)));
    if (previous != null) {
      previous.off(at, match.group(2).startsWith("R"));
    }
    int next = Integer.parseInt(match.group(4));
    if (next != 0) {
      ThreadTurns turns = turns(next, match.group(3).strip());
      if (turns != null) {
        turns.on(at);
      }
    }
    return true;
  }

  private boolean woken(long at, String text) {
    Matcher match = WAKEUP.matcher(text);
    if (!match.matches()) {
      return false;
    }
    wakeups = true;
    ThreadTurns turns = threads.get(Integer.parseInt(match.group(1)));
    if (turns != null) {
      turns.woken(at);
    }
    return true;
  }

  private @org.jspecify.annotations.Nullable ThreadTurns turns(int tid, String comm) {
    ThreadTurns turns = threads.get(tid);
    if (turns != null || !filter.takes(tid, comm)) {
      return turns;
    }
    if (threads.size() == MAX_THREADS) {
      droppedThreads++;
      return null;
    }
    ThreadTurns added = new ThreadTurns(Printable.of(comm, 32) + "-" + tid);
    threads.put(tid, added);
    return added;
  }

  private SwitchRecording recording() {
    if (switches == 0) {
      throw new BandwidthException(
          name
              + ": no sched_switch event found; expected the output of 'perf sched script', of"
              + " 'perf script' after 'perf record -e sched:sched_switch', or of trace_pipe");
    }
    List<RecordedThread> recorded = new ArrayList<>();
    long dropped = droppedThreads;
    for (ThreadTurns turns : threads.values()) {
      turns.finish(last).ifPresent(recorded::add);
      dropped += turns.dropped();
    }
    recorded.sort(
        Comparator.comparingLong(RecordedThread::totalRunNs)
            .reversed()
            .thenComparing(RecordedThread::name));
    return new SwitchRecording(
        recorded, last - first, switches, otherLines, lostEvents, disordered, wakeups, dropped);
  }
}
