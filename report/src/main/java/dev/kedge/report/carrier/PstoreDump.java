package dev.kedge.report.carrier;

import dev.kedge.report.line.Ascii;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts the parts pstore keeps of a dying kernel's log together. Each begins with a line such as
 * {@code Panic#1 Part3} and the parts are counted from the end of the log (pstore_dump in
 * fs/pstore/platform.c): part 1 is the newest. A later dump of the same boot repeats what an
 * earlier one had; repeated lines are left out.
 */
final class PstoreDump {
  private record Part(int dump, int copy, int part, List<String> lines, List<Long> numbers) {}

  /** Takes the lines in order. */
  interface Taker {
    void line(String line, long number);

    /** Parts are missing before the next line. */
    void missing(int parts);

    /** The next line is of another dump, whose kernel may be another boot. */
    void nextDump();
  }

  private final int maxCharacters;
  private final List<Part> parts = new ArrayList<>();
  private final Map<Long, Integer> copies = new HashMap<>();
  private long characters;

  PstoreDump(int maxCharacters) {
    this.maxCharacters = maxCharacters;
  }

  boolean isOpen() {
    return !parts.isEmpty();
  }

  /** True when no more may be kept. */
  boolean isFull() {
    return characters > maxCharacters;
  }

  /** Begins a part when the line is the title of one. */
  boolean begins(String line) {
    int hash = line.indexOf('#', 0, Math.min(line.length(), 20));
    int word = hash < 0 ? -1 : line.indexOf(" Part", hash);
    if (hash < 3 || word < 0 || line.length() > 48) {
      return false;
    }
    for (int i = 0; i < hash; i++) {
      char c = line.charAt(i);
      if (!Ascii.isAlphanumeric(c) && c != ' ') {
        return false;
      }
    }
    String dump = line.substring(hash + 1, word);
    String part = line.substring(word + 5).strip();
    if (!isNumber(dump) || !isNumber(part)) {
      return false;
    }
    begin(Integer.parseInt(dump), Integer.parseInt(part));
    return true;
  }

  /** A part that was there already is of another boot, which counts its dumps anew. */
  private void begin(int dump, int part) {
    int copy = copies.merge((long) dump << 32 | part, 1, Integer::sum) - 1;
    if (!parts.isEmpty() && parts.getLast().dump() == dump) {
      copy = Math.max(copy, parts.getLast().copy());
    }
    parts.add(new Part(dump, copy, part, new ArrayList<>(), new ArrayList<>()));
    characters += 200;
  }

  private static boolean isNumber(String text) {
    return text.length() < 9 && Ascii.isNumber(text);
  }

  void add(String line, long number) {
    boolean ruled = line.startsWith("====") && (line.endsWith("-C") || line.endsWith("-D"));
    if (ruled || line.startsWith("ECC: ")) {
      // ramoops puts these around a part: its header, and how its error correction went.
      return;
    }
    Part part = parts.getLast();
    part.lines().add(line);
    part.numbers().add(number);
    characters += line.length() + 48;
  }

  /** Hands out all lines, the oldest dump and in it the highest part first, and forgets them. */
  void finish(Taker taker) {
    List<Part> ordered = new ArrayList<>(parts);
    parts.clear();
    copies.clear();
    characters = 0;
    ordered.sort(
        Comparator.comparingInt(Part::copy)
            .thenComparingInt(Part::dump)
            .thenComparing(Part::part, Comparator.reverseOrder()));
    List<Long> numbers = new ArrayList<>();
    ordered.forEach(part -> numbers.addAll(part.numbers()));
    numbers.sort(Comparator.naturalOrder());
    Set<String> told = new HashSet<>();
    Set<String> own = new HashSet<>();
    Part before = null;
    int at = 0;
    for (Part part : ordered) {
      boolean another =
          before == null || before.dump() != part.dump() || before.copy() != part.copy();
      if (before != null && !another && before.part() - part.part() > 1) {
        taker.missing(before.part() - part.part() - 1);
      }
      if (before != null && another) {
        missingEnd(before, taker);
        taker.nextDump();
        told.addAll(own);
        own.clear();
      }
      for (String line : part.lines()) {
        long number = numbers.get(at++);
        // Only stamped lines are surely the same one, and a dump does not repeat itself.
        if (line.indexOf('[') < 0 || line.indexOf('[') > 4 || !told.contains(line)) {
          own.add(line);
          taker.line(line, number);
        }
      }
      before = part;
    }
    if (before != null) {
      missingEnd(before, taker);
    }
  }

  /** Part 1 is the end of a dump. */
  private static void missingEnd(Part last, Taker taker) {
    if (last.part() > 1) {
      taker.missing(last.part() - 1);
    }
  }
}
