package dev.kedge.report.symbol;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Which line an address belongs to: the rows a line-number program makes. Immutable. */
final class LineTable {
  /** A place in a source file. */
  record Place(String file, int line) {}

  private final List<String> files;
  private final int firstFile;
  private final long[] addresses;
  private final int[] fileOf;
  private final int[] lineOf;

  /**
   * A table of rows as the program made them; a row that ends a sequence has the line -1.
   *
   * @param firstFile number of the first file: 1, or 0 since DWARF 5
   */
  LineTable(
      List<String> files, int firstFile, long[] addresses, int[] fileOf, int[] lineOf, int rows) {
    this.files = List.copyOf(files);
    this.firstFile = firstFile;
    this.addresses = Arrays.copyOf(addresses, rows);
    this.fileOf = Arrays.copyOf(fileOf, rows);
    this.lineOf = Arrays.copyOf(lineOf, rows);
  }

  /** The place of an address; of rows that overlap the last counts. */
  Optional<Place> at(long address) {
    for (int i = 0; i + 1 < addresses.length; i++) {
      if (lineOf[i] >= 0
          && Long.compareUnsigned(addresses[i], address) <= 0
          && Long.compareUnsigned(address, addresses[i + 1]) < 0) {
        return Optional.of(new Place(file(fileOf[i]), lineOf[i]));
      }
    }
    return Optional.empty();
  }

  /** The name of a file by its number in the debug data; {@code ?} when there is no such file. */
  String file(long number) {
    long index = number - firstFile;
    return index >= 0 && index < files.size() ? files.get((int) index) : "?";
  }
}
