package dev.kedge.report;

import dev.kedge.report.line.LineSource;
import dev.kedge.report.line.LogLine;
import dev.kedge.report.rules.FamilyRules;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The lines a stream still needs. */
final class StreamBuffer implements LineSource {
  private static final BitSet NONE = new BitSet(0);

  /** A line, how its source numbers it, when it came, and what is lost right before it. */
  private record Entry(LogLine line, long id, long wallMicros, long lost, BitSet candidates) {}

  private final FamilyRules families;
  private final List<Entry> entries = new ArrayList<>();
  private long characters;

  StreamBuffer(FamilyRules families) {
    this.families = families;
  }

  void add(LogLine line, long id, long wallMicros, long lost) {
    entries.add(new Entry(line, id, wallMicros, lost, families.candidates(line.text())));
    characters += line.raw().length();
  }

  /**
   * Forgets lines from the front so that {@code keep} are left; {@code muted} of them begin no
   * report.
   */
  void keepLast(int keep, int muted) {
    int drop = Math.max(0, entries.size() - keep);
    for (Entry entry : entries.subList(0, drop)) {
      characters -= entry.line().raw().length();
    }
    entries.subList(0, drop).clear();
    for (int i = 0; i < Math.min(muted, entries.size()); i++) {
      Entry entry = entries.get(i);
      entries.set(i, new Entry(entry.line(), entry.id(), entry.wallMicros(), entry.lost(), NONE));
    }
  }

  /** Index of the line with a number. */
  int indexOf(int number) {
    return Math.clamp(number - (long) entries.getFirst().line().number(), 0, entries.size() - 1);
  }

  /** The source's number of a line. */
  long id(int index) {
    return entries.get(index).id();
  }

  /** When a line was printed, in microseconds since 1970, -1 when unknown. */
  long wallMicros(int index) {
    return entries.get(index).wallMicros();
  }

  /** Records lost after the first of two lines and not after the second, -1 when uncounted. */
  long lostBetween(int first, int last) {
    long lost = 0;
    for (Entry entry : entries.subList(Math.min(first + 1, last + 1), last + 1)) {
      lost = lost < 0 || entry.lost() < 0 ? -1 : lost + entry.lost();
    }
    return lost;
  }

  long characters() {
    return characters;
  }

  @Override
  public int size() {
    return entries.size();
  }

  @Override
  public LogLine line(int index) {
    return entries.get(index).line();
  }

  @Override
  public BitSet candidates(int index) {
    return entries.get(index).candidates();
  }

  @Override
  public int nextCandidate(int from) {
    int index = from;
    while (index < entries.size() && entries.get(index).candidates().isEmpty()) {
      index++;
    }
    return index;
  }
}
