package dev.kedge.linux.elf;

import java.util.Optional;

/**
 * The functions of a Go program by the table its runtime unwinds with ({@code .gopclntab}, written
 * by cmd/link/internal/ld/pcln.go, read by runtime/symtab.go), which stripping leaves in place.
 * Formats of Go 1.16 and later, 64-bit. One thread at a time.
 */
public final class GoFunctions {
  private static final long GO_1_16 = 0xfffffffaL;
  private static final long GO_1_18 = 0xfffffff0L;
  private static final long GO_1_20 = 0xfffffff1L;
  private static final int MAX_FUNCTIONS = 1 << 22;
  private static final int MAX_STEPS = 1 << 16;
  private static final int WORD = 8;

  private final ElfImage image;
  private final long table;
  private final long end;
  private final long quantum;
  private final boolean relative;
  private final long functions;
  private final long text;
  private final long names;
  private final long steps;
  private final long index;
  private long cursor;

  private GoFunctions(ElfFile file, SectionHeader section) {
    image = file.image();
    table = section.fileOffset();
    end = table + section.size();
    relative = image.u32(table) != GO_1_16;
    quantum = image.u8(table + 6);
    functions = image.u64(table + WORD);
    int at = relative ? 4 : 3;
    long start = relative ? image.u64(table + 3 * WORD) : 0;
    // In position-independent programs the linker leaves the start of the text to the loader.
    text =
        start == 0 && relative
            ? file.section(".text").map(SectionHeader::address).orElse(0L)
            : start;
    names = table + image.u64(table + (long) at * WORD);
    steps = table + image.u64(table + (at + 3L) * WORD);
    index = table + image.u64(table + (at + 4L) * WORD);
  }

  /** Receives functions in ascending order of addresses. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * One function.
     *
     * @param start virtual address of its first byte
     * @param end address behind it
     * @param name where its name is in the file, ended by a zero
     * @param frames where the sizes of its frame are, for {@link GoFunctions#frames}
     */
    void function(long start, long end, long name, long frames);
  }

  /** Receives the size of the frame along a function. */
  @FunctionalInterface
  public interface FrameVisitor {
    /** From an address on, the stack pointer is that many bytes below its value at the start. */
    void frame(long address, long bytes);
  }

  /**
   * The table of a file; empty when it is no Go program or of another format.
   *
   * @throws ElfException when the file fails while it is read
   */
  public static Optional<GoFunctions> read(ElfFile file) {
    return MappedFaults.guard(() ->
        file.section(".gopclntab")
            .or(() -> file.section(".data.rel.ro.gopclntab"))
            .filter(section -> file.wide() && section.size() > 10 * WORD)
            .filter(section -> file.image().holds(section.fileOffset(), section.size()))
            .filter(section -> known(file.image(), section.fileOffset()))
            .map(section -> new GoFunctions(file, section))
            .filter(GoFunctions::sane));
  }

  private static boolean known(ElfImage image, long table) {
    long magic = image.u32(table);
    boolean format = magic == GO_1_16 || magic == GO_1_18 || magic == GO_1_20;
    return format && image.u8(table + 7) == WORD;
  }

  private boolean sane() {
    long entry = relative ? 8 : 16;
    return functions > 0
        && functions <= MAX_FUNCTIONS
        && quantum > 0
        && inside(names)
        && inside(steps)
        && inside(index)
        && inside(index + (functions + 1) * entry);
  }

  private boolean inside(long at) {
    return at >= table && at <= end;
  }

  /**
   * Visits all functions; damaged ones are passed over.
   *
   * @throws ElfException when the file fails while it is read
   */
  public void forEach(Visitor visitor) {
    MappedFaults.guard(() -> {
      for (long i = 0; i < functions; i++) {
        visit(i, visitor);
      }
      return functions;
    });
  }

  private void visit(long i, Visitor visitor) {
    long entry = relative ? 8 : 16;
    long at = index + i * entry;
    long start = address(at);
    long next = address(at + entry);
    long record = index + (relative ? image.u32(at + 4) : image.u64(at + WORD));
    int name = relative ? 4 : WORD;
    if (inside(record) && record + name + 20 <= end && Long.compareUnsigned(start, next) < 0) {
      long nameAt = names + image.u32(record + name);
      long framesAt = steps + image.u32(record + name + 12);
      if (inside(nameAt) && inside(framesAt)) {
        visitor.function(start, next, nameAt, framesAt == steps ? 0 : framesAt);
      }
    }
  }

  private long address(long at) {
    return relative ? text + image.u32(at) : image.u64(at);
  }

  /** The name at a place that a {@link Visitor} was told. */
  public String name(long at) {
    return MappedFaults.guard(() -> image.text(at, SymbolNames.MAX_NAME_BYTES));
  }

  /**
   * Visits the frame sizes of a function: pairs of differences, of the size and of the address.
   *
   * @param start address of the function
   * @param frames where they are; 0 when there are none
   */
  public void frames(long start, long functionEnd, long frames, FrameVisitor visitor) {
    cursor = frames;
    long address = start;
    long bytes = -1;
    for (int i = 0; frames != 0 && i < MAX_STEPS && address < functionEnd; i++) {
      long change = number();
      if (change == 0 && i > 0) {
        return;
      }
      bytes += (change & 1) != 0 ? -(change >>> 1) - 1 : change >>> 1;
      visitor.frame(address, bytes);
      address += number() * quantum;
    }
  }

  /** Seven bits in each byte, the lowest first. */
  private long number() {
    long value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int digit = image.u8(cursor++);
      value |= (long) (digit & 0x7f) << shift;
      if (digit < 0x80) {
        break;
      }
    }
    return value;
  }
}
