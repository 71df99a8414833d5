package dev.kedge.report.symbol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs a line-number program of {@code .debug_line} (DWARF 2 to 5, chapter 6.2). Used once. */
final class LineProgram {
  private static final int MAX_FILES = 1 << 20;
  private static final int MAX_ROWS = 1 << 26;

  private final ObjectFile object;
  private final Work work;
  private final Cursor in;
  private final String directory;
  private final List<String> directories = new ArrayList<>();
  private final List<String> files = new ArrayList<>();
  private int version;
  private int addressSize = 8;
  private int minimumLength;
  private int maximumOperations = 1;
  private int lineBase;
  private int lineRange;
  private int opcodeBase;
  private int[] operands = {};

  private long[] addresses = new long[256];
  private int[] fileOf = new int[256];
  private int[] lineOf = new int[256];
  private int rows;

  /**
   * A program.
   *
   * @param offset where it begins
   * @param unitDirectory where the unit was compiled
   */
  LineProgram(
      ObjectFile object, long offset, int unitAddressSize, String unitDirectory, Work work) {
    this.object = object;
    this.work = work;
    this.in = object.section(".debug_line").seek(offset);
    this.addressSize = unitAddressSize;
    this.directory = unitDirectory;
  }

  LineTable run() {
    long length = in.unitLength();
    in.limit(in.at() + length);
    work.spend(length);
    version = in.u16();
    if (version < 2 || version > 5) {
      throw in.bad("line table of DWARF version " + version, in.at());
    }
    if (version >= 5) {
      addressSize = in.u8();
      in.u8();
    }
    long headerLength = in.offset();
    long start = in.at() + headerLength;
    minimumLength = in.u8();
    maximumOperations = version >= 4 ? Math.max(1, in.u8()) : 1;
    in.u8();
    lineBase = (byte) in.u8();
    lineRange = Math.max(1, in.u8());
    opcodeBase = in.u8();
    operands = new int[Math.max(1, opcodeBase)];
    for (int i = 1; i < opcodeBase; i++) {
      operands[i] = in.u8();
    }
    if (version >= 5) {
      readNames(directories, false);
      readNames(files, true);
    } else {
      readOldNames();
    }
    in.seek(start);
    while (!in.atEnd()) {
      sequence();
    }
    return new LineTable(files, version >= 5 ? 0 : 1, addresses, fileOf, lineOf, rows);
  }

  private void readOldNames() {
    directories.add(directory);
    for (String name = in.text(); !name.isEmpty(); name = in.text()) {
      add(directories, joined(directory, name));
    }
    for (String name = in.text(); !name.isEmpty(); name = in.text()) {
      long parent = in.uleb();
      in.uleb();
      in.uleb();
      add(files, joined(directoryOf(parent), name));
    }
  }

  private void readNames(List<String> names, boolean inDirectories) {
    int fields = in.u8();
    long[] formats = new long[2 * fields];
    for (int i = 0; i < formats.length; i++) {
      formats[i] = in.uleb();
    }
    long count = in.uleb();
    if (count < 0 || count > MAX_FILES || (fields == 0 && count > 0)) {
      throw in.bad("table of " + count + " names", in.at());
    }
    for (long i = 0; i < count; i++) {
      String name = "";
      long parent = 0;
      for (int f = 0; f < formats.length; f += 2) {
        if (formats[f] == 1) {
          name = text((int) formats[f + 1]);
        } else {
          long value = number((int) formats[f + 1]);
          parent = formats[f] == 2 ? value : parent;
        }
      }
      add(names, inDirectories ? joined(directoryOf(parent), name) : joined(directory, name));
    }
  }

  private void add(List<String> names, String name) {
    if (names.size() >= MAX_FILES) {
      throw in.bad("too many names", in.at());
    }
    names.add(name);
  }

  private String directoryOf(long number) {
    return number >= 0 && number < directories.size() ? directories.get((int) number) : "";
  }

  private static String joined(String parent, String name) {
    return name.startsWith("/") || parent.isEmpty() || name.equals(parent)
        ? name
        : parent + "/" + name;
  }

  private String text(int form) {
    return switch (form) {
      case 0x08 -> in.text();
      case 0x0e -> object.section(".debug_str").seek(in.offset()).text();
      case 0x1f -> object.section(".debug_line_str").seek(in.offset()).text();
      default -> throw in.bad("names of form 0x%x".formatted(form), in.at());
    };
  }

  private long number(int form) {
    return switch (form) {
      case 0x0b -> in.u8();
      case 0x05 -> in.u16();
      case 0x06 -> in.u32();
      case 0x07 -> in.u64();
      case 0x0f -> in.uleb();
      case 0x1e -> {
        in.skip(16);
        yield 0;
      }
      case 0x09 -> {
        in.skip(in.uleb());
        yield 0;
      }
      case 0x08 -> {
        in.skipText();
        yield 0;
      }
      case 0x0e, 0x1f, 0x17 -> in.offset();
      default -> throw in.bad("numbers of form 0x%x".formatted(form), in.at());
    };
  }

  /** Runs the program up to the end of one sequence. */
  private void sequence() {
    long address = 0;
    long operation = 0;
    int file = 1;
    int line = 1;
    while (!in.atEnd()) {
      int opcode = in.u8();
      if (opcode >= opcodeBase) {
        int adjusted = opcode - opcodeBase;
        operation += adjusted / lineRange;
        address += minimumLength * (operation / maximumOperations);
        operation %= maximumOperations;
        line += lineBase + adjusted % lineRange;
        row(address, file, line);
        continue;
      }
      switch (opcode) {
        case 0 -> {
          long length = in.uleb();
          long next = in.at() + length;
          int extended = length > 0 ? in.u8() : -1;
          if (extended == 1) {
            row(address, file, -1);
            in.seek(next);
            return;
          }
          if (extended == 2) {
            address = in.sized(length - 1 == 4 ? 4 : addressSize);
            operation = 0;
          } else if (extended == 3) {
            String name = in.text();
            add(files, joined(directoryOf(in.uleb()), name));
          }
          in.seek(next);
        }
        case 1 -> row(address, file, line);
        case 2 -> {
          operation += in.uleb();
          address += minimumLength * (operation / maximumOperations);
          operation %= maximumOperations;
        }
        case 3 -> line += (int) in.sleb();
        case 4 -> file = (int) in.uleb();
        case 8 -> {
          operation += (255 - opcodeBase) / lineRange;
          address += minimumLength * (operation / maximumOperations);
          operation %= maximumOperations;
        }
        case 9 -> {
          address += in.u16();
          operation = 0;
        }
        default -> {
          for (int i = 0; i < operands[opcode]; i++) {
            in.uleb();
          }
        }
      }
    }
  }

  private void row(long address, int file, int line) {
    work.spend(1);
    if (rows == addresses.length) {
      if (rows >= MAX_ROWS) {
        throw in.bad("too many rows", in.at());
      }
      addresses = Arrays.copyOf(addresses, rows * 2);
      fileOf = Arrays.copyOf(fileOf, rows * 2);
      lineOf = Arrays.copyOf(lineOf, rows * 2);
    }
    addresses[rows] = address;
    fileOf[rows] = file;
    lineOf[rows++] = line < -1 ? 0 : line;
  }
}
