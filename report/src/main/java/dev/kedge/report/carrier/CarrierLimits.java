package dev.kedge.report.carrier;

/**
 * Bounds of what a {@link CarrierReader} keeps.
 *
 * @param hosts hosts followed at once; the one heard of longest ago makes room for another
 * @param heldRecords records of one host kept back until a missing one comes
 * @param heldCharacters characters of them
 * @param dumpCharacters characters of pstore parts kept until all are there
 */
public record CarrierLimits(int hosts, int heldRecords, int heldCharacters, int dumpCharacters) {
  /** 4096 hosts, 1024 records and 256 Ki characters each, 16 Mi characters of pstore parts. */
  public static final CarrierLimits DEFAULT = new CarrierLimits(4096, 1024, 1 << 18, 1 << 24);

  /** Bounds of at least one each. */
  public CarrierLimits {
    if (hosts < 1 || heldRecords < 1 || heldCharacters < 1 || dumpCharacters < 1) {
      throw new IllegalArgumentException("limits are at least 1");
    }
  }
}
