package dev.kedge.report.symbol;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Which line an address belongs to: the rows a line-number program makes. Immutable. */
final class LineTable {
  /** A place in a source file. */
  record Place(String file, int line) {}

  private final List<String> files;
  private final int firstFile;
  private final long[] addresses;
  private final int[] fileOf;
  private final int[] lineOf;

  /** The rows that end sequences. */
  private final int[] ends;

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
    this.ends = IntStream.range(0, rows).filter(i -> lineOf[i] < 0).toArray();
  }

  /** Memory in the heap, roughly. */
  long bytes() {
    return 16L * addresses.length + 96L * files.size() + 128;
  }

  /** The place of an address; of sequences that overlap the first counts. */
  Optional<Place> at(long address) {
    int start = 0;
    for (int end : ends) {
      if (Long.compareUnsigned(addresses[start], address) <= 0
          && Long.compareUnsigned(address, addresses[end]) < 0) {
        Optional<Place> found = at(address, start, end);
        if (found.isPresent()) {
          return found;
        }
      }
      start = end + 1;
    }
    return Optional.empty();
  }

  private Optional<Place> at(long address, int start, int end) {
    for (int i = start; i < end; i++) {
      if (Long.compareUnsigned(addresses[i], address) <= 0
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
