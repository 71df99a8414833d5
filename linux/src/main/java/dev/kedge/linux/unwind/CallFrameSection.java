package dev.kedge.linux.unwind;

import dev.kedge.linux.elf.ElfException;
import dev.kedge.linux.elf.ElfFile;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The entries of {@code .eh_frame} or {@code .debug_frame}, read one by one out of the file. An
 * entry that contradicts itself is counted and passed over. One thread at a time.
 */
final class CallFrameSection {
  private static final int MAX_ENTRY_BYTES = 1 << 20;
  private static final int MAX_COMMON_ENTRIES = 4_096;

  private final ElfFile elf;
  private final CallFrameRange range;
  private final CfiCursor cursor = new CfiCursor();
  private final Map<Long, Cie> commonEntries = new HashMap<>();
  private byte[] bytes = new byte[256];
  private long damaged;

  CallFrameSection(ElfFile elf, CallFrameRange range) {
    this.elf = elf;
    this.range = range;
  }

  /** Receives functions in the order of the section. */
  @FunctionalInterface
  interface FunctionSink {
    /**
     * A function that begins at a virtual address and has its entry at an offset of the section.
     */
    void function(long address, long entry);
  }

  /** A function's entry: the cursor stands at its instructions. */
  record Function(Cie common, long start, long end, CfiCursor instructions) {}

  /** Goes through all functions. */
  void functions(FunctionSink sink) {
    long at = 0;
    while (at + 4 <= range.size()) {
      long next;
      try {
        Entry entry = entry(at);
        next = entry.next();
        if (entry.function()) {
          sink.function(function(entry).start(), at);
        }
      } catch (ElfException e) {
        damaged++;
        next = skip(at);
      }
      if (next <= at) {
        return;
      }
      at = next;
    }
  }

  /** The function whose entry {@link #functions} told; valid until the next call. */
  Function function(long at) {
    return function(entry(at));
  }

  /** Copies the instructions all functions of a common entry begin with. */
  CfiCursor initialInstructions(Cie common) {
    byte[] copy = new byte[Math.max(0, common.instructionBytes())];
    elf.copy(common.instructions(), copy, copy.length);
    CfiCursor in = new CfiCursor();
    in.open(copy, copy.length, common.instructions(), address(common.instructions()));
    return in;
  }

  /** Entries that contradict themselves. */
  long damaged() {
    return damaged;
  }

  /**
   * An entry that was read into the cursor, which stands after the identifying word.
   *
   * @param function whether it is a function's and no common entry
   * @param common where its common entry is, or for a common entry itself
   */
  private record Entry(long at, long next, boolean function, long common) {}

  private Entry entry(long at) {
    long inFile = range.fileOffset() + at;
    int head = (int) Math.min(20, range.size() - at);
    elf.copy(inFile, bytes, head);
    cursor.open(bytes, head, inFile, address(inFile));
    long length = cursor.u32();
    boolean wide = length == 0xffff_ffffL;
    if (wide) {
      length = cursor.u64();
    }
    int body = cursor.position();
    if (length == 0) {
      return new Entry(at, at + body, false, at);
    }
    long next = at + body + length;
    if (length < 4 || length > MAX_ENTRY_BYTES || next > range.size()) {
      throw cursor.wrong("an entry of %d bytes".formatted(length));
    }
    if (bytes.length < body + length) {
      bytes = Arrays.copyOf(bytes, (int) (2 * (body + length)));
    }
    elf.copy(inFile, bytes, (int) (body + length));
    cursor.open(bytes, (int) (body + length), inFile, address(inFile));
    cursor.position(body);
    long id = wide && !range.exceptionHandling() ? cursor.u64() : cursor.u32();
    if (range.exceptionHandling()) {
      return new Entry(at, next, id != 0, id == 0 ? at : at + body - id);
    }
    boolean common = id == (wide ? -1L : 0xffff_ffffL);
    return new Entry(at, next, !common, common ? at : id);
  }

  /** Where the next entry is when this one makes no sense, or before it when that is unknown. */
  private long skip(long at) {
    try {
      byte[] head = new byte[4];
      elf.copy(range.fileOffset() + at, head, 4);
      CfiCursor in = new CfiCursor();
      in.open(head, 4, range.fileOffset() + at, 0);
      long length = in.u32();
      return length >= 4 && length < 0xffff_fff0L ? at + 4 + length : -1;
    } catch (ElfException e) {
      return -1;
    }
  }

  private Function function(Entry entry) {
    int resume = cursor.position();
    Cie common = commonEntries.get(entry.common());
    if (common == null) {
      common = common(entry.common());
      entry(entry.at());
      cursor.position(resume);
    }
    long start = cursor.pointer(common.pointerEncoding(), range.dataBase());
    long length = cursor.number(common.pointerEncoding() & 0xf);
    if (common.augmented()) {
      long augmentation = cursor.uleb();
      cursor.position(cursor.position() + augmentation);
    }
    if (length < 0 || start + length < start) {
      throw cursor.wrong("a function of %d bytes".formatted(length));
    }
    return new Function(common, start, start + length, cursor);
  }

  private Cie common(long at) {
    if (at < 0 || at + 4 > range.size()) {
      throw cursor.wrong("the common entry lies outside the section");
    }
    Entry entry = entry(at);
    if (entry.function() || entry.next() - at < 9) {
      throw cursor.wrong("an entry names no common entry");
    }
    long inFile = range.fileOffset() + at;
    Cie read = Cie.read(cursor, inFile, (int) (entry.next() - at));
    if (commonEntries.size() >= MAX_COMMON_ENTRIES) {
      commonEntries.clear();
    }
    commonEntries.put(at, read);
    return read;
  }

  private long address(long inFile) {
    return range.address() + (inFile - range.fileOffset());
  }
}
