package dev.kedge.report;

import dev.kedge.report.line.LineSource;
import dev.kedge.report.line.LogLine;
import dev.kedge.report.rules.FamilyRules;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The lines a stream still needs. */
final class StreamBuffer implements LineSource {
  private final FamilyRules families;
  private final List<LogLine> lines = new ArrayList<>();
  private final List<Long> sequences = new ArrayList<>();
  private final List<BitSet> candidates = new ArrayList<>();
  private long characters;

  StreamBuffer(FamilyRules families) {
    this.families = families;
  }

  void add(LogLine line, long sequence) {
    lines.add(line);
    sequences.add(sequence);
    candidates.add(families.candidates(line.text()));
    characters += line.raw().length();
  }

  /** Forgets the first lines so that {@code keep} are left. */
  void keepLast(int keep) {
    int drop = Math.max(0, lines.size() - keep);
    for (LogLine line : lines.subList(0, drop)) {
      characters -= line.raw().length();
    }
    lines.subList(0, drop).clear();
    sequences.subList(0, drop).clear();
    candidates.subList(0, drop).clear();
  }

  /** The kernel's sequence number of the line with a number, as far as an int holds it. */
  int sequenceOf(int number) {
    int index = Math.clamp(number - lines.getFirst().number(), 0, lines.size() - 1);
    return (int) (sequences.get(index) & Integer.MAX_VALUE);
  }

  long characters() {
    return characters;
  }

  @Override
  public int size() {
    return lines.size();
  }

  @Override
  public LogLine line(int index) {
    return lines.get(index);
  }

  @Override
  public BitSet candidates(int index) {
    return candidates.get(index);
  }

  @Override
  public int nextCandidate(int from) {
    int index = from;
    while (index < candidates.size() && candidates.get(index).isEmpty()) {
      index++;
    }
    return index;
  }
}
