package dev.kedge.report.symbol;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.zstd.ZstdJavaInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Unpacks compressed sections (gABI, chapter 4: Elf64_Chdr; and the older {@code .zdebug_}). */
final class SectionPacking {
  private static final int ZLIB = 1;
  private static final int ZSTD = 2;
  private static final long MAX_SIZE = 2L << 30;

  /**
   * Deflate packs 1032 bytes into one at most. Zstd could pack more, but no debug data is as empty;
   * a larger claim is a lie.
   */
  private static final long MAX_RATIO = 1100;

  private static final int CHUNK = 1 << 16;

  private SectionPacking() {}

  /**
   * The content of a packed section, in memory of the arena.
   *
   * @param maxBytes the most its content may have
   * @throws SymbolException when it is damaged, too large, or packed by a method not known here
   */
  static MemorySegment unpack(
      String section, MemorySegment packed, boolean old, Arena arena, long maxBytes) {
    Cursor in = new Cursor(section, packed);
    long size;
    boolean zstd = false;
    if (old) {
      if (in.u32() != 0x42494c5aL) {
        throw in.bad("not packed by zlib", 0);
      }
      size = Long.reverseBytes(in.u64());
    } else {
      long method = in.u32();
      zstd = method == ZSTD;
      if (method != ZLIB && !zstd) {
        throw in.bad(
            "packed by method %d, only zlib and zstd are understood; objcopy --decompress-debug-sections"
                    .formatted(method)
                + " unpacks it",
            0);
      }
      in.u32();
      size = in.u64();
      in.u64();
    }
    if (size < 0 || size > MAX_SIZE || size > packed.byteSize() * MAX_RATIO) {
      throw in.bad("says to hold " + size + " bytes", 0);
    }
    if (size > maxBytes) {
      throw in.bad(
          "unpacked it has %d bytes, more than there is room for; objcopy --decompress-debug-sections unpacks it"
              .formatted(size),
          0);
    }
    MemorySegment plain = room(in, size, arena);
    if (zstd) {
      unpackZstd(in, packed.asSlice(in.at()), plain);
    } else {
      inflate(in, packed.asSlice(in.at()), plain);
    }
    return plain;
  }

  private static MemorySegment room(Cursor in, long size, Arena arena) {
    try {
      return arena.allocate(Math.max(size, 1)).asSlice(0, size);
    } catch (OutOfMemoryError e) {
      // Thrown by the JDK's own account of memory outside the heap; nothing else is in danger.
      throw new SymbolException(
          "%s".formatted(in.bad("no memory left for its %d bytes".formatted(size), 0).getMessage()),
          e);
    }
  }

  private static void unpackZstd(Cursor in, MemorySegment packed, MemorySegment plain) {
    byte[] to = new byte[CHUNK];
    long written = 0;
    try (InputStream stream = new ZstdJavaInputStream(new SegmentInput(packed))) {
      while (written < plain.byteSize()) {
        int count = stream.read(to, 0, (int) Math.min(CHUNK, plain.byteSize() - written));
        if (count < 0) {
          throw in.bad("ends before its content does", 0);
        }
        MemorySegment.copy(to, 0, plain, ValueLayout.JAVA_BYTE, written, count);
        written += count;
      }
    } catch (IOException | MalformedInputException | IndexOutOfBoundsException e) {
      throw new SymbolException("%s: damaged".formatted(in.bad("", 0).getMessage()), e);
    }
  }

  private static void inflate(Cursor in, MemorySegment packed, MemorySegment plain) {
    Inflater inflater = new Inflater();
    byte[] from = new byte[CHUNK];
    byte[] to = new byte[CHUNK];
    long read = 0;
    long written = 0;
    try {
      while (written < plain.byteSize()) {
        if (inflater.needsInput()) {
          int count = (int) Math.min(CHUNK, packed.byteSize() - read);
          MemorySegment.copy(packed, ValueLayout.JAVA_BYTE, read, from, 0, count);
          inflater.setInput(from, 0, count);
          read += count;
        }
        int count = inflater.inflate(to, 0, (int) Math.min(CHUNK, plain.byteSize() - written));
        MemorySegment.copy(to, 0, plain, ValueLayout.JAVA_BYTE, written, count);
        written += count;
        boolean starved = count == 0 && inflater.needsInput() && read >= packed.byteSize();
        if (starved || inflater.needsDictionary() || (count == 0 && inflater.finished())) {
          throw in.bad("ends before its content does", read);
        }
      }
    } catch (DataFormatException e) {
      throw new SymbolException("%s: damaged".formatted(in.bad("", read).getMessage()), e);
    } finally {
      inflater.end();
    }
  }
}
