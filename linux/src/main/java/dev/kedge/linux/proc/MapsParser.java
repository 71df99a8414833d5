package dev.kedge.linux.proc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code /proc/PID/maps} (show_map_vma, fs/proc/task_mmu.c): {@code start-end perms offset
 * major:minor inode path}. Only executable mappings are kept; lines of another form are counted and
 * passed over.
 */
public final class MapsParser {
  private static final int MINOR_BITS = 20;

  private long malformed;

  /** The executable mappings of one file, in its order. */
  public List<Mapping> parse(Reader maps) throws IOException {
    List<Mapping> mappings = new ArrayList<>();
    BufferedReader lines = new BufferedReader(maps);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      line(line).ifPresent(mappings::add);
    }
    return mappings;
  }

  private Optional<Mapping> line(String line) {
    try {
      return executable(line);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      malformed++;
      return Optional.empty();
    }
  }

  private static Optional<Mapping> executable(String line) {
    int dash = line.indexOf('-');
    int range = line.indexOf(' ', dash);
    int permissions = line.indexOf(' ', range + 1);
    if (dash < 1 || permissions - range != 5) {
      throw new IllegalArgumentException(line);
    }
    if (line.charAt(range + 3) != 'x') {
      return Optional.empty();
    }
    int offset = line.indexOf(' ', permissions + 1);
    int device = line.indexOf(' ', offset + 1);
    int inode = line.indexOf(' ', device + 1);
    int inodeEnd = inode < 0 ? line.length() : inode;
    int colon = line.indexOf(':', offset);
    if (offset < 0 || device < 0 || colon < 0 || colon > device) {
      throw new IllegalArgumentException(line);
    }
    long start = Long.parseUnsignedLong(line, 0, dash, 16);
    long end = Long.parseUnsignedLong(line, dash + 1, range, 16);
    if (Long.compareUnsigned(start, end) >= 0) {
      throw new IllegalArgumentException(line);
    }
    long fileOffset = Long.parseUnsignedLong(line, permissions + 1, offset, 16);
    long major = Long.parseUnsignedLong(line, offset + 1, colon, 16);
    long minor = Long.parseUnsignedLong(line, colon + 1, device, 16);
    long inodeNumber = Long.parseUnsignedLong(line, device + 1, inodeEnd, 10);
    String name = line.substring(inodeEnd).stripLeading().replace("\\012", "\n");
    return Optional.of(
        new Mapping(
            start,
            end,
            fileOffset,
            MappedFile.of(name, major << MINOR_BITS | minor, inodeNumber, Optional.empty())));
  }

  /** Lines passed over because they had another form. */
  public long malformed() {
    return malformed;
  }
}
