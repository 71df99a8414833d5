package dev.kedge.store.parquet;

/**
 * A Parquet file, as the manifest knows it.
 *
 * @param path below the store's directory
 * @param table what it holds
 * @param partition where it belongs
 * @param minMicros earliest time of a row; start of the day in a dictionary
 * @param maxMicros latest time of a row
 * @param rows how many
 * @param bytes size
 * @param checksum CRC32C of the whole file, eight hexadecimal digits
 */
public record DataFile(
    String path,
    Table table,
    Partition partition,
    long minMicros,
    long maxMicros,
    long rows,
    long bytes,
    String checksum) {}
