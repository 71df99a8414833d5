package dev.kedge.report.carrier;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an input lost, and what was left out of it on purpose. All are counts.
 *
 * @param records kernel records missing by their sequence numbers or by the kernel's own count
 * @param gaps places where records are missing, with or without a count
 * @param fragments netconsole records of which a fragment is missing; the rest is shown
 * @param parts pstore parts that are missing between others
 * @param unreadable messages the carrier could not show: blob data, fields too large, damaged
 *     entries
 * @param cutLines lines longer than {@link LineCutter#MAX_LINE} bytes or {@value
 *     dev.kedge.report.line.ConsoleLog#MAX_LINE} characters
 * @param duplicates records that came twice and were dropped once
 * @param late records that came after their place was given up; they stand behind it
 * @param otherPrograms lines that are not the kernel's
 * @param forgottenHosts hosts dropped to make room for others
 */
public record Losses(
    long records,
    long gaps,
    long fragments,
    long parts,
    long unreadable,
    long cutLines,
    long duplicates,
    long late,
    long otherPrograms,
    long forgottenHosts) {
  /** True when kernel text is missing, as far as one can tell. */
  public boolean any() {
    return records > 0
        || gaps > 0
        || fragments > 0
        || parts > 0
        || unreadable > 0
        || cutLines > 0
        || late > 0
        || forgottenHosts > 0;
  }

  /** The counts that are not zero, by name. */
  public Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    put(counts, "records", records);
    put(counts, "gaps", gaps);
    put(counts, "fragments", fragments);
    put(counts, "parts", parts);
    put(counts, "unreadable", unreadable);
    put(counts, "cutLines", cutLines);
    put(counts, "duplicates", duplicates);
    put(counts, "late", late);
    put(counts, "otherPrograms", otherPrograms);
    put(counts, "forgottenHosts", forgottenHosts);
    return counts;
  }

  private static void put(Map<String, Long> counts, String name, long count) {
    if (count > 0) {
      counts.put(name, count);
    }
  }

  /** Counts as it goes; not thread-safe. */
  static final class Counter {
    long records;
    long gaps;
    long fragments;
    long parts;
    long unreadable;
    long cutLines;
    long duplicates;
    long late;
    long otherPrograms;
    long forgottenHosts;

    /** Counts a gap of a known or unknown number of records. */
    void gap(long lost) {
      gaps++;
      records += Math.max(0, lost);
    }

    Losses snapshot() {
      return new Losses(
          records,
          gaps,
          fragments,
          parts,
          unreadable,
          cutLines,
          duplicates,
          late,
          otherPrograms,
          forgottenHosts);
    }
  }
}
