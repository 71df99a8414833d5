package dev.kedge.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Functions in the order they were read, outside the heap. One thread at a time. */
final class KallsymsEntries implements AutoCloseable {
  /** More than any kernel has with all its modules loaded. */
  private static final int MAX_SYMBOLS = 4_000_000;

  private static final int MAX_NAMES = 256 << 20;

  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT;
  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  private static final MemorySegment PADDING =
      MemorySegment.ofArray(KernelSymbolTable.PADDING.getBytes(StandardCharsets.US_ASCII));

  /** An entry: address, where its name begins, module, rank. */
  private static final int ENTRY = 16;

  private static final int NAME = 8;
  private static final int MODULE = 12;
  private static final int RANK = 14;

  private final NativeBuffer entries = new NativeBuffer();
  private final NativeBuffer names = new NativeBuffer();

  boolean full() {
    return count() >= MAX_SYMBOLS || names.length() >= MAX_NAMES;
  }

  /**
   * Adds a function.
   *
   * @param address where it is
   * @param module number of its module
   * @param rank of several at one place the one with the highest is kept
   * @param text holds its name
   * @param from where the name begins
   * @param to where it ends
   */
  void add(long address, short module, int rank, byte[] text, int from, int to) {
    long name = names.append(to - from);
    MemorySegment.copy(text, from, names.bytes(), BYTE, name, to - from);
    long entry = entries.append(ENTRY);
    entries.bytes().set(LONG, entry, address);
    entries.bytes().set(INT, entry + NAME, (int) name);
    entries.bytes().set(SHORT, entry + MODULE, module);
    entries.bytes().set(BYTE, entry + RANK, (byte) rank);
  }

  private int count() {
    return (int) (entries.length() / ENTRY);
  }

  private long address(int index) {
    return entries.bytes().get(LONG, (long) ENTRY * index);
  }

  private int rank(int index) {
    return entries.bytes().get(BYTE, (long) ENTRY * index + RANK);
  }

  private short module(int index) {
    return entries.bytes().get(SHORT, (long) ENTRY * index + MODULE);
  }

  private int nameStart(int index) {
    return index < count()
        ? entries.bytes().get(INT, (long) ENTRY * index + NAME)
        : (int) names.length();
  }

  private int nameLength(int index) {
    return nameStart(index + 1) - nameStart(index);
  }

  private MemorySegment name(int index) {
    return names.bytes().asSlice(nameStart(index), nameLength(index));
  }

  private int compare(int a, int b) {
    int byAddress = Long.compareUnsigned(address(a), address(b));
    return byAddress != 0 ? byAddress : Integer.compare(rank(b), rank(a));
  }

  /** The functions, sorted, one for each address. */
  KernelSymbolTable table(List<String> moduleNames, Map<String, LoadedModule> loaded) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment order = AddressOrder.of(count(), this::compare, arena);
      int kept = keepBest(order);
      int nameBytes = 0;
      for (int i = 0; i < kept; i++) {
        nameBytes += isPadding(order, i, kept) ? 0 : nameLength(order.getAtIndex(INT, i));
      }
      KernelSymbolTable table = new KernelSymbolTable(kept, nameBytes, moduleNames);
      for (int i = 0; i < kept; i++) {
        int symbol = order.getAtIndex(INT, i);
        if (isPadding(order, i, kept)) {
          table.addPadding(address(symbol), module(symbol));
        } else {
          table.add(address(symbol), module(symbol), name(symbol));
        }
      }
      return table.finish(loaded);
    }
  }

  private int keepBest(MemorySegment order) {
    int kept = 0;
    for (int i = 0; i < count(); i++) {
      int symbol = order.getAtIndex(INT, i);
      if (kept == 0 || address(order.getAtIndex(INT, kept - 1)) != address(symbol)) {
        order.setAtIndex(INT, kept++, symbol);
      }
    }
    return kept;
  }

  /** Whether the name is that of the next one behind the mark of paddings. */
  private boolean isPadding(MemorySegment order, int at, int kept) {
    if (at + 1 >= kept) {
      return false;
    }
    int symbol = order.getAtIndex(INT, at);
    int nextSymbol = order.getAtIndex(INT, at + 1);
    long mark = PADDING.byteSize();
    if (nameLength(symbol) != mark + nameLength(nextSymbol)) {
      return false;
    }
    MemorySegment name = name(symbol);
    MemorySegment next = name(nextSymbol);
    return name.asSlice(0, mark).mismatch(PADDING) < 0
        && name.asSlice(mark).mismatch(next) < 0
        && !startsWithMark(next);
  }

  /** The padding of a padding would have to be looked up twice; no compiler makes one. */
  private static boolean startsWithMark(MemorySegment name) {
    long mark = PADDING.byteSize();
    return name.byteSize() >= mark && name.asSlice(0, mark).mismatch(PADDING) < 0;
  }

  @Override
  public void close() {
    entries.close();
    names.close();
  }
}
