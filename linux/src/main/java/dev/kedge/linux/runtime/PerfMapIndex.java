package dev.kedge.linux.runtime;

import java.util.ArrayList;
import java.util.List;

/** Where the lines of a map of generated code are, by address. Later lines count over earlier. */
final class PerfMapIndex {
  private static final int MAX_LINES = 200_000;

  /** How many pieces that begin before an address are asked whether they hold it. */
  private static final int MAX_OVERLAP = 32;

  private record Line(long start, long size, long place) {}

  private final List<Line> added = new ArrayList<>();
  private long[] starts = new long[0];
  private long[] sizes = new long[0];
  private long[] places = new long[0];

  boolean hasRoom() {
    return starts.length + added.size() < MAX_LINES;
  }

  void add(long start, long size, long place) {
    if (hasRoom()) {
      added.add(new Line(start, size, place));
    }
  }

  void clear() {
    added.clear();
    starts = new long[0];
    sizes = new long[0];
    places = new long[0];
  }

  int size() {
    return starts.length;
  }

  /** Takes up what was added; of several at one start the last is kept. */
  void sort() {
    List<Line> lines = new ArrayList<>(starts.length + added.size());
    for (int i = 0; i < starts.length; i++) {
      lines.add(new Line(starts[i], sizes[i], places[i]));
    }
    lines.addAll(added);
    added.clear();
    lines.sort((a, b) ->
        a.start != b.start ? Long.compare(a.start, b.start) : Long.compare(a.place, b.place));
    List<Line> kept = new ArrayList<>(lines.size());
    for (Line line : lines) {
      if (!kept.isEmpty() && kept.getLast().start == line.start) {
        kept.removeLast();
      }
      kept.add(line);
    }
    starts = kept.stream().mapToLong(Line::start).toArray();
    sizes = kept.stream().mapToLong(Line::size).toArray();
    places = kept.stream().mapToLong(Line::place).toArray();
  }

  /** Place of the line that was written last of those that hold an address; minus one for none. */
  long find(long address) {
    int low = 0;
    int high = starts.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (starts[middle] <= address) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    long place = -1;
    for (int i = high; i >= 0 && i > high - MAX_OVERLAP; i--) {
      if (address - starts[i] < sizes[i]) {
        place = Math.max(place, places[i]);
      }
    }
    return place;
  }
}
