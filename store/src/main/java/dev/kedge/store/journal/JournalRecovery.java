package dev.kedge.store.journal;

/**
 * What opening a journal found.
 *
 * @param records records read back
 * @param damagedRecords stretches that could not be read, copied aside
 * @param damagedSegments whole segments that could not be read, moved aside
 * @param tornBytes bytes of unfinished writes cut off
 */
public record JournalRecovery(
    long records, long damagedRecords, long damagedSegments, long tornBytes) {
  /** Both together. */
  public JournalRecovery plus(JournalRecovery other) {
    return new JournalRecovery(
        records + other.records,
        damagedRecords + other.damagedRecords,
        damagedSegments + other.damagedSegments,
        tornBytes + other.tornBytes);
  }

  /** Nothing found. */
  public static JournalRecovery none() {
    return new JournalRecovery(0, 0, 0, 0);
  }
}
