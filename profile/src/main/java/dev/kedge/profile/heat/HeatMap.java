package dev.kedge.profile.heat;

import dev.kedge.model.TimeRange;
import dev.kedge.profile.SampleMoments;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * Samples counted by second and by part of the second. Immutable.
 *
 * <p>A column is a second of wall-clock time, a row a slot of {@link SampleMoments#SLOT} in it.
 * Columns begin at full seconds; samples outside the range asked for are not counted, so the first
 * and the last column may be filled in part.
 */
public final class HeatMap {
  /** Rows of a column. */
  public static final int ROWS = (int) Duration.ofSeconds(1).dividedBy(SampleMoments.SLOT);

  /** Columns at most: one hour. */
  public static final int MAX_COLUMNS = 3600;

  private static final long SECOND_MICROS = 1_000_000;
  private static final long SLOT_MICROS = SampleMoments.SLOT.toNanos() / 1000;

  private final Instant start;
  private final long[] counts;
  private final long untimed;

  private HeatMap(Instant start, long[] counts, long untimed) {
    this.start = start;
    this.counts = counts;
    this.untimed = untimed;
  }

  /** Start of the first column, a full second. */
  public Instant start() {
    return start;
  }

  /** Number of columns. */
  public int columns() {
    return counts.length / ROWS;
  }

  /** Samples in a cell; rows count upwards from the start of the second. */
  public long count(int column, int row) {
    return counts[column * ROWS + row];
  }

  /** All cells, column after column. */
  public long[] counts() {
    return counts.clone();
  }

  /** Samples in all cells. */
  public long samples() {
    return Arrays.stream(counts).sum();
  }

  /** Samples of windows that tell no times: they are in the span, but in no cell. */
  public long untimed() {
    return untimed;
  }

  /** Counts samples. Not thread-safe. */
  public static final class Builder {
    private final Instant start;
    private final long startMicros;
    private final long fromMicros;
    private final long toMicros;
    private final long[] counts;
    private long untimed;

    /**
     * A map without samples.
     *
     * @throws IllegalArgumentException when the range is longer than {@link #MAX_COLUMNS} seconds
     */
    public Builder(TimeRange range) {
      start = Instant.ofEpochSecond(range.start().getEpochSecond());
      startMicros = micros(start);
      fromMicros = micros(range.start());
      toMicros = micros(range.end());
      long columns = Math.ceilDiv(toMicros - startMicros, SECOND_MICROS);
      if (columns > MAX_COLUMNS) {
        throw new IllegalArgumentException(
            "a heat map of %d seconds: at most %d are drawn, choose a shorter range"
                .formatted(columns, MAX_COLUMNS));
      }
      counts = new long[(int) columns * ROWS];
    }

    private static long micros(Instant instant) {
      return instant.getEpochSecond() * SECOND_MICROS + instant.getNano() / 1000;
    }

    /** Adds a sample taken at that microsecond since 1970; outside of the range it is left out. */
    public void sample(long micros) {
      if (micros >= fromMicros && micros < toMicros) {
        counts[(int) ((micros - startMicros) / SLOT_MICROS)]++;
      }
    }

    /** Adds samples whose times are not known. */
    public void untimed(long samples) {
      untimed += samples;
    }

    /** The map of what was added. */
    public HeatMap build() {
      return new HeatMap(start, counts.clone(), untimed);
    }
  }
}
