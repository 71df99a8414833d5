package dev.kedge.store.parquet;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.zip.CRC32;

/**
 * Where in a table a row belongs.
 *
 * @param day days since 1970-01-01 UTC
 * @param hour hour of the day, {@link #WHOLE} for files of a whole day
 * @param bucket part of the hosts, {@link #WHOLE} for files of all hosts
 */
public record Partition(long day, int hour, int bucket) {
  /** Stands for all hours or all hosts. */
  public static final int WHOLE = -1;

  private static final long HOUR_MICROS = 3_600_000_000L;

  /** The partition of a host at a time. */
  public static Partition of(String host, long micros, int buckets) {
    long hours = Math.floorDiv(micros, HOUR_MICROS);
    return new Partition(
        Math.floorDiv(hours, 24L), (int) Math.floorMod(hours, 24L), bucket(host, buckets));
  }

  /** The partition of a dictionary. */
  public static Partition dictionary(long day) {
    return new Partition(day, WHOLE, WHOLE);
  }

  /** The day of a time. */
  public static long day(long micros) {
    return Math.floorDiv(micros, 24 * HOUR_MICROS);
  }

  /**
   * A host's bucket: CRC-32 of its name modulo the number of buckets, so that any tool can tell.
   */
  public static int bucket(String host, int buckets) {
    CRC32 crc = new CRC32();
    crc.update(host.getBytes(StandardCharsets.UTF_8));
    return (int) (crc.getValue() % buckets);
  }

  /** The same bucket, all hours of the day. */
  public Partition wholeDay() {
    return new Partition(day, WHOLE, bucket);
  }

  /** First instant after it. */
  public long endMicros() {
    return hour == WHOLE ? (day + 1) * 24 * HOUR_MICROS : (day * 24 + hour + 1) * HOUR_MICROS;
  }

  /** Directory below the table's: Hive style, so that other engines find the columns in it. */
  public String path() {
    StringBuilder path = new StringBuilder("day=").append(LocalDate.ofEpochDay(day));
    if (hour != WHOLE) {
      path.append("/hour=%02d".formatted(hour));
    }
    if (bucket != WHOLE) {
      path.append("/bucket=").append(bucket);
    }
    return path.toString();
  }
}
