package dev.kedge.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the store holds now.
 *
 * @param hosts hosts that were heard from
 * @param issues issues filed
 * @param bytes all files of the store
 * @param profileBytes Parquet files of profiles, dictionaries included
 * @param vitalBytes Parquet files of vital signs
 * @param metadataBytes the metadata database
 * @param files Parquet files
 * @param journalBytes durable but not yet in Parquet
 * @param oldest oldest profile or vital sign kept
 * @param retentionAge how long profiles and vital signs are kept
 * @param retentionBytes how much of them is kept
 * @param quarantinedFiles files found damaged and set aside, ever
 * @param damagedRecords stretches of journal found damaged and skipped, ever
 * @param tornBytes bytes of unfinished writes cut off the journal at start, ever; they had not been
 *     acknowledged
 */
public record StoreStatistics(
    long hosts,
    long issues,
    long bytes,
    long profileBytes,
    long vitalBytes,
    long metadataBytes,
    long files,
    long journalBytes,
    Optional<Instant> oldest,
    Duration retentionAge,
    long retentionBytes,
    long quarantinedFiles,
    long damagedRecords,
    long tornBytes) {}
