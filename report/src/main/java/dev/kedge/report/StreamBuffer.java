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
    add(line, id, wallMicros, lost, families.candidates(line.text()));
  }

  void add(LogLine line, long id, long wallMicros, long lost, BitSet candidates) {
    entries.add(new Entry(line, id, wallMicros, lost, candidates));
    characters += line.raw().length();
  }

  /**
   * Forgets lines from the front so that {@code keep} are left, and in front of them one line that
   * tells that a kernel spoke before, if none of the {@code muted} does. Those begin no report.
   */
  void keepLast(int keep, int muted) {
    int drop = entries.size() - keep;
    if (drop <= 0) {
      muteFirst(Math.min(muted, entries.size()));
      return;
    }
    int witness = drop + muted - 1;
    while (witness >= 0 && isFirmware(entries.get(Math.min(witness, entries.size() - 1)))) {
      witness--;
    }
    boolean keepsWitness = witness >= 0 && witness < drop;
    if (keepsWitness) {
      entries.set(drop - 1, entries.get(witness));
      drop--;
    }
    entries.subList(0, drop).clear();
    muteFirst(Math.min(muted + (keepsWitness ? 1 : 0), entries.size()));
    characters = 0;
    entries.forEach(entry -> characters += entry.line().raw().length());
  }

  /** Forgets the lines before the first of some; of those that are left only these are awake. */
  void keepOnly(List<Integer> awake, int from) {
    for (int i = from; i < entries.size(); i++) {
      if (!awake.contains(i)) {
        mute(i);
      }
    }
    entries.subList(0, from).clear();
    characters = 0;
    entries.forEach(entry -> characters += entry.line().raw().length());
  }

  /** Firmware prints no time stamps. */
  private boolean isFirmware(Entry entry) {
    return entry.line().micros() < 0 && families.isFirmware(entry.line().text());
  }

  private void muteFirst(int lines) {
    for (int i = 0; i < lines; i++) {
      mute(i);
    }
  }

  private void mute(int index) {
    Entry entry = entries.get(index);
    if (!entry.candidates().isEmpty()) {
      entries.set(
          index, new Entry(entry.line(), entry.id(), entry.wallMicros(), entry.lost(), NONE));
    }
  }

  /** Index of the line with a number. */
  int indexOf(int number) {
    int low = 0;
    int high = entries.size() - 1;
    while (low < high) {
      int middle = (low + high) / 2;
      if (entries.get(middle).line().number() < number) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
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
