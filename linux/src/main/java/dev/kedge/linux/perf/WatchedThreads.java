package dev.kedge.linux.perf;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/** Of which threads every wait is recorded. */
public sealed interface WatchedThreads {
  /** Most bits of a thread id that can tell. */
  int MAX_BITS = 15;

  /**
   * One of 2^{@code bits} threads of the host: those whose ids end in the given bits.
   *
   * @param bits how many bits of the id count, 0 (all threads) to {@value #MAX_BITS}
   * @param residue what they are
   */
  record Share(int bits, int residue) implements WatchedThreads {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException when one is out of range
     */
    public Share {
      if (bits < 0 || bits > MAX_BITS || residue < 0 || residue >= 1 << bits) {
        throw new IllegalArgumentException(
            "threads that end in %d of %d bits: expected at most %d bits"
                .formatted(residue, bits, MAX_BITS));
      }
    }

    @Override
    public String filter(String field) {
      // The kernel's filters know & as a test for any bit only (filter_pred,
      // trace_events_filter.c).
      List<String> terms = new ArrayList<>();
      terms.add(field + " > 0");
      for (int bit = 0; bit < bits; bit++) {
        String test = "(%s & %d)".formatted(field, 1 << bit);
        terms.add(((residue >>> bit) & 1) == 1 ? test : "!" + test);
      }
      return String.join(" && ", terms);
    }
  }

  /**
   * These threads.
   *
   * @param ranges first and last id of each run, ascending
   * @param left how many did not fit
   */
  record Listed(List<Range> ranges, int left) implements WatchedThreads {
    /** The kernel takes filters of a page at most; the rest is for the other conditions. */
    private static final int MAX_TEXT = 3_800;

    /** What one range takes at most: names of eight letters, ids of seven digits. */
    private static final int TERM_TEXT = 48;

    /** Thread ids that follow one another, both included. */
    public record Range(int first, int last) {
      private String filter(String field) {
        return first == last
            ? "%s == %d".formatted(field, first)
            : "(%s >= %d && %s <= %d)".formatted(field, first, field, last);
      }
    }

    public Listed {
      ranges = List.copyOf(ranges);
    }

    @Override
    public String filter(String field) {
      return ranges.isEmpty()
          ? field + " < 0"
          : String.join(" || ", ranges.stream().map(range -> range.filter(field)).toList());
    }
  }

  /** These threads, as many as the kernel's filters can hold. */
  static Listed of(SortedSet<Integer> tids) {
    List<Listed.Range> ranges = new ArrayList<>();
    int left = 0;
    for (int tid : tids) {
      Listed.Range last = ranges.isEmpty() ? new Listed.Range(-2, -2) : ranges.getLast();
      if (last.last() + 1 == tid) {
        ranges.set(ranges.size() - 1, new Listed.Range(last.first(), tid));
      } else if ((ranges.size() + 1) * Listed.TERM_TEXT > Listed.MAX_TEXT) {
        left++;
      } else {
        ranges.add(new Listed.Range(tid, tid));
      }
    }
    return new Listed(ranges, left);
  }

  /** The condition on a field of a tracepoint, in the kernel's language of filters. */
  String filter(String field);
}
