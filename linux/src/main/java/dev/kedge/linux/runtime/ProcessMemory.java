package dev.kedge.linux.runtime;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongHashSet;

/**
 * Memory of another process, read page by page. What was read, and what could not be, is kept until
 * {@link #forget}: structures of a runtime lie close together, and a look at it should be one
 * moment as far as that can be had. It is not: the process runs on. One thread at a time.
 */
public final class ProcessMemory {
  private static final int PAGE = 4096;
  private static final int MAX_PAGES = 512;

  /** Of a process that is not looked at: there may be hundreds of them. */
  private static final int KEPT_PAGES = 16;

  private static final long FRESH_NANOS = 200_000_000L;
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Where the bytes come from. */
  @FunctionalInterface
  public interface Source {
    /** Fills the whole of a segment outside the heap; bytes read, fewer or negative on failure. */
    long read(long address, MemorySegment into);
  }

  private final Source source;
  private final MemorySegment scratch = Arena.ofAuto().allocate(PAGE);
  private final Long2ObjectHashMap<MemorySegment> pages = new Long2ObjectHashMap<>();
  private final LongHashSet unreadable = new LongHashSet();
  private final ArrayDeque<MemorySegment> spare = new ArrayDeque<>();

  private long forgottenNanos = System.nanoTime();

  /** Memory behind a source. */
  public ProcessMemory(Source source) {
    this.source = source;
  }

  /** Memory of a process; needs the right to trace it. */
  public static ProcessMemory of(int pid) {
    ProcessMemoryCalls calls = new ProcessMemoryCalls();
    return new ProcessMemory((address, into) -> calls.read(pid, address, into));
  }

  /** Drops what was read if that was some time ago. */
  public void forgetOld() {
    if (System.nanoTime() - forgottenNanos > FRESH_NANOS) {
      forget();
    }
  }

  /** Drops what was read: the next look reads anew. */
  public void forget() {
    forgottenNanos = System.nanoTime();
    spare.addAll(pages.values());
    pages.clear();
    unreadable.clear();
  }

  /** Gives most of the memory back, after a look or a name: what was read last may be dropped. */
  public void rest() {
    if (pages.size() + spare.size() <= KEPT_PAGES) {
      return;
    }
    forget();
    while (spare.size() > KEPT_PAGES) {
      spare.removeLast();
    }
    pages.compact();
  }

  /** How many pages it holds. */
  int held() {
    return pages.size() + spare.size();
  }

  /** An unsigned byte. */
  public int u8(long address) {
    return page(address).get(ValueLayout.JAVA_BYTE, address & (PAGE - 1)) & 0xff;
  }

  /** An unsigned 16-bit number. */
  public int u16(long address) {
    return (int) number(address, 2);
  }

  /** A signed 32-bit number. */
  public int i32(long address) {
    return (int) number(address, 4);
  }

  /** A 64-bit number or pointer. */
  public long i64(long address) {
    return number(address, 8);
  }

  private long number(long address, int bytes) {
    int offset = (int) (address & (PAGE - 1));
    if (offset + bytes > PAGE) {
      long value = 0;
      for (int i = bytes - 1; i >= 0; i--) {
        value = value << 8 | u8(address + i);
      }
      return value;
    }
    MemorySegment page = page(address);
    return switch (bytes) {
      case 2 -> page.get(SHORT, offset) & 0xffffL;
      case 4 -> page.get(INT, offset);
      default -> page.get(LONG, offset);
    };
  }

  /**
   * Bytes as they are.
   *
   * @param length at most 64 KiB
   */
  public byte[] bytes(long address, int length) {
    if (length < 0 || length > 65_536) {
      throw new ForeignMemoryException("a length of " + length, address);
    }
    byte[] copy = new byte[length];
    int done = 0;
    while (done < length) {
      int offset = (int) ((address + done) & (PAGE - 1));
      int part = Math.min(length - done, PAGE - offset);
      MemorySegment.copy(page(address + done), ValueLayout.JAVA_BYTE, offset, copy, done, part);
      done += part;
    }
    return copy;
  }

  /** Text up to its zero byte, cut at {@code limit} bytes. */
  public String text(long address, int limit) {
    byte[] text = new byte[limit];
    int length = 0;
    while (length < limit) {
      int value = u8(address + length);
      if (value == 0) {
        break;
      }
      text[length++] = (byte) value;
    }
    return new String(text, 0, length, StandardCharsets.UTF_8);
  }

  private MemorySegment page(long address) {
    long start = address & -PAGE;
    MemorySegment known = pages.get(start);
    if (known != null) {
      return known;
    }
    if (pages.size() + unreadable.size() >= MAX_PAGES) {
      forget();
    }
    if (unreadable.contains(start) || source.read(start, scratch) != PAGE) {
      unreadable.add(start);
      throw new ForeignMemoryException("memory that cannot be read", address);
    }
    MemorySegment fresh = spare.isEmpty() ? MemorySegment.ofArray(new byte[PAGE]) : spare.remove();
    fresh.copyFrom(scratch);
    pages.put(start, fresh);
    return fresh;
  }
}
