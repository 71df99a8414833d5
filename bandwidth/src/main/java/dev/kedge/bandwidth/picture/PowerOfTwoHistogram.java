package dev.kedge.bandwidth.picture;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * Counts by powers of two, printed as bpftrace prints {@code hist()}, so that a model's figures and
 * a traced kernel's can be laid side by side.
 *
 * <p>The form is that of bpftrace's {@code Output::hist_to_str}: buckets from the lowest to the
 * highest used, {@code [0]} and {@code [1]} alone, bounds with K, M, G, T for powers of 1024, a bar
 * of 52 characters. Not thread-safe.
 */
public final class PowerOfTwoHistogram {
  private static final int NEGATIVE = 0;
  private static final int ZERO = 1;
  private static final int BAR = 52;

  /** Below 0, 0, 1, [2, 4) and so on to 2^62. */
  private final long[] counts = new long[ZERO + 64];

  /** The counts of a finer histogram, by the value each of its buckets stands for. */
  public static PowerOfTwoHistogram of(Histogram histogram) {
    PowerOfTwoHistogram powers = new PowerOfTwoHistogram();
    for (HistogramIterationValue value : histogram.recordedValues()) {
      powers.add(value.getValueIteratedTo(), value.getCountAtValueIteratedTo());
    }
    return powers;
  }

  public void add(long value) {
    add(value, 1);
  }

  /** Counts a value several times. */
  public void add(long value, long times) {
    counts[index(value)] += times;
  }

  /** How many lie in the bucket that holds a value. */
  public long countAt(long value) {
    return counts[index(value)];
  }

  /** Lower bound of the fullest bucket; 0 when nothing was counted. */
  public long mode() {
    int fullest = ZERO;
    for (int i = ZERO; i < counts.length; i++) {
      if (counts[i] > counts[fullest]) {
        fullest = i;
      }
    }
    return fullest == ZERO ? 0 : 1L << (fullest - ZERO - 1);
  }

  public long total() {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    return total;
  }

  /** Counts by the lower bounds of the buckets that hold any, in rising order; below 0 is -1. */
  public Map<Long, Long> buckets() {
    Map<Long, Long> buckets = new LinkedHashMap<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        buckets.put(i <= ZERO ? i - ZERO : 1L << (i - ZERO - 1), counts[i]);
      }
    }
    return buckets;
  }

  /** The lines as bpftrace prints them, each ended; empty when nothing was counted. */
  public String text() {
    int first = -1;
    int last = -1;
    long highest = 0;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        first = first < 0 ? i : first;
        last = i;
        highest = Math.max(highest, counts[i]);
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = Math.max(0, first); i <= last; i++) {
      String bar = "@".repeat((int) ((float) counts[i] / highest * BAR));
      text.append("%-16s%8d |%-52s|%n".formatted(label(i), counts[i], bar).replace("\r\n", "\n"));
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return text();
  }

  private static int index(long value) {
    return value < 0 ? NEGATIVE : ZERO + 64 - Long.numberOfLeadingZeros(value);
  }

  private static String label(int index) {
    return switch (index - ZERO) {
      case -1 -> "(..., 0)";
      case 0 -> "[0]";
      case 1 -> "[1]";
      default -> "[" + power(index - ZERO - 1) + ", " + power(index - ZERO) + ")";
    };
  }

  private static String power(int exponent) {
    int tens = Math.min(4, exponent / 10);
    String suffix = tens == 0 ? "" : "KMGT".substring(tens - 1, tens);
    return (1L << (exponent - 10 * tens)) + suffix;
  }
}
