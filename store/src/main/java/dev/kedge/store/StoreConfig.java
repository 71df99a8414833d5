package dev.kedge.store;

import dev.kedge.store.disk.StoreException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a store keeps its data.
 *
 * @param directory where everything lies; made if absent; one process at a time
 * @param retentionAge profiles and vital signs older than this are deleted
 * @param retentionBytes profiles, vital signs and their journal are kept below this many bytes, the
 *     oldest hours going first
 * @param detailAge of profiles older than this the times of samples are deleted: what stays are
 *     sums of hours
 * @param rollAfter a journal segment is turned into Parquet at this age
 * @param rollBytes a journal segment is turned into Parquet at this size
 * @param journalBytes appends are refused while this many bytes wait to be turned into Parquet
 * @param buckets hosts are spread over this many partitions of an hour; changing it is harmless,
 *     old files stay readable
 * @param queryMemoryBytes memory limit of the query engine
 * @param queryThreads threads of the query engine
 * @param concurrentQueries queries that run at once; further ones wait
 */
public record StoreConfig(
    Path directory,
    Duration retentionAge,
    long retentionBytes,
    Duration detailAge,
    Duration rollAfter,
    long rollBytes,
    long journalBytes,
    int buckets,
    long queryMemoryBytes,
    int queryThreads,
    int concurrentQueries) {

  private static final long MIB = 1L << 20;

  /** Longer than anything is kept. */
  private static final Duration ALWAYS = Duration.ofDays(36_525);

  /**
   * Checks the values.
   *
   * @throws StoreException when one is not positive, or a path cannot be used
   */
  public StoreConfig {
    positive("retention age", retentionAge.isPositive(), retentionAge);
    positive("retention bytes", retentionBytes > 0, retentionBytes);
    positive("detail age", detailAge.isPositive() && detailAge.compareTo(ALWAYS) <= 0, detailAge);
    positive("roll after", rollAfter.isPositive(), rollAfter);
    positive("roll bytes", rollBytes > 0, rollBytes);
    positive("journal bytes", journalBytes >= rollBytes, journalBytes);
    positive("buckets", buckets > 0 && buckets <= 1024, buckets);
    positive("query memory bytes", queryMemoryBytes >= 64 * MIB, queryMemoryBytes);
    positive("query threads", queryThreads > 0, queryThreads);
    positive("concurrent queries", concurrentQueries > 0, concurrentQueries);
    directory = directory.toAbsolutePath().normalize();
    // The query engine takes file lists as text and reads these three as wild cards.
    if (directory.toString().matches("(?s).*[*?\\[\\p{Cntrl}].*")) {
      throw new StoreException(
          "store directory %s: '*', '?', '[' and control characters cannot be part of its path"
              .formatted(directory));
    }
  }

  /** Fourteen days or 20 GiB of data in that directory, whichever ends first, in all detail. */
  public static StoreConfig in(Path directory) {
    return new StoreConfig(
        directory,
        Duration.ofDays(14),
        20 * 1024 * MIB,
        ALWAYS,
        Duration.ofMinutes(5),
        16 * MIB,
        128 * MIB,
        4,
        512 * MIB,
        2,
        4);
  }

  /** The same with another retention. */
  public StoreConfig withRetention(Duration age, long bytes) {
    return new StoreConfig(
        directory,
        age,
        bytes,
        detailAge,
        rollAfter,
        rollBytes,
        Math.max(rollBytes, journalBytes),
        buckets,
        queryMemoryBytes,
        queryThreads,
        concurrentQueries);
  }

  /** The same, with the times of samples kept for less time than the samples. */
  public StoreConfig withDetail(Duration age) {
    return new StoreConfig(
        directory,
        retentionAge,
        retentionBytes,
        age,
        rollAfter,
        rollBytes,
        journalBytes,
        buckets,
        queryMemoryBytes,
        queryThreads,
        concurrentQueries);
  }

  /** The same with another age and size at which journal segments become Parquet. */
  public StoreConfig withRoll(Duration after, long bytes) {
    return new StoreConfig(
        directory,
        retentionAge,
        retentionBytes,
        detailAge,
        after,
        bytes,
        Math.max(bytes, journalBytes),
        buckets,
        queryMemoryBytes,
        queryThreads,
        concurrentQueries);
  }

  private static void positive(String name, boolean right, Object value) {
    if (!right) {
      throw new StoreException("store: %s of %s is too small or too large".formatted(name, value));
    }
  }
}
