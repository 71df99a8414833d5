package dev.kedge.report.symbol;

/**
 * What reading the debug data of one file may take. Beyond a bound the file or the place is refused
 * with the reason, never read in part.
 *
 * @param unpackedBytes memory of its packed sections, unpacked
 * @param ranges ranges of code that are kept to find the unit of an address
 * @param indexWork work to find out where its units are; a byte read is one
 * @param placeWork work for one address
 * @param cacheBytes memory of what is kept of units and functions that were asked for
 */
public record DebugLimits(
    long unpackedBytes, int ranges, long indexWork, long placeWork, long cacheBytes) {
  /** For a command that reads one file and ends: any kernel and any program there is. */
  public static final DebugLimits COMMAND =
      new DebugLimits(2L << 30, 1 << 23, 8L << 30, 2L << 30, 64L << 20);
}
