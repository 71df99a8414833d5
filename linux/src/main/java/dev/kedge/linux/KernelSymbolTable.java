package dev.kedge.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The functions of the running kernel and its modules, by address, in columns outside the heap that
 * are freed when nobody refers to the table any more. Filled once, then thread-safe.
 */
final class KernelSymbolTable {
  static final String KERNEL = "[kernel]";

  /** Module number of the marks that end the kernel's text. */
  static final short END_MARK = -1;

  /** The name of the padding before a function is made of the function's (CONFIG_CALL_PADDING). */
  static final String PADDING = "__pfx_";

  /** In place of where a name begins: it is that of the next function after {@link #PADDING}. */
  private static final int PADDING_OF_NEXT = 1 << 31;

  /** No function is longer; farther from any symbol is no man's land. */
  private static final long MAX_FUNCTION = 4L << 20;

  private static final int BYTES_PER_SYMBOL = Long.BYTES + Short.BYTES + Integer.BYTES;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

  private final int size;
  private final MemorySegment addresses;
  private final MemorySegment modules;
  private final MemorySegment nameStarts;
  private final MemorySegment names;
  private final List<String> moduleNames;
  private final long[] bases;
  private final long[] ends;
  private int filled;
  private int nameEnd;

  /**
   * Makes room for functions, each to be given to {@link #add}; then {@link #finish} it.
   *
   * @param size how many functions
   * @param nameBytes length of all their names, without those of paddings
   * @param moduleNames names of the modules in brackets
   */
  KernelSymbolTable(int size, int nameBytes, List<String> moduleNames) {
    Arena arena = Arena.ofAuto();
    this.size = size;
    this.addresses = arena.allocate(LONG, size);
    this.modules = arena.allocate(SHORT, size);
    this.nameStarts = arena.allocate(INT, size + 1L);
    this.names = arena.allocate(nameBytes);
    this.moduleNames = List.copyOf(moduleNames);
    this.bases = new long[moduleNames.size()];
    this.ends = new long[moduleNames.size()];
  }

  /**
   * Adds the function with the next higher address.
   *
   * @param address as an unsigned number
   * @param module index of its module
   * @param name its bytes
   */
  void add(long address, short module, MemorySegment name) {
    place(address, module, nameEnd);
    MemorySegment.copy(name, 0, names, nameEnd, name.byteSize());
    nameEnd += (int) name.byteSize();
    nameStarts.setAtIndex(INT, filled, nameEnd);
  }

  /** Adds the padding before the function that will be added next. */
  void addPadding(long address, short module) {
    place(address, module, nameEnd | PADDING_OF_NEXT);
    nameStarts.setAtIndex(INT, filled, nameEnd);
  }

  private void place(long address, short module, int nameStart) {
    addresses.setAtIndex(LONG, filled, address);
    modules.setAtIndex(SHORT, filled, module);
    nameStarts.setAtIndex(INT, filled, nameStart);
    filled++;
  }

  /**
   * Ends filling.
   *
   * @param loaded where modules lie, from {@code /proc/modules}, by name in brackets
   */
  KernelSymbolTable finish(Map<String, LoadedModule> loaded) {
    Arrays.fill(ends, -1);
    for (int i = size - 1; i >= 0; i--) {
      if (module(i) != END_MARK) {
        bases[module(i)] = address(i);
      }
    }
    for (int m = 0; m < bases.length; m++) {
      LoadedModule module = loaded.get(moduleNames.get(m));
      if (module != null && module.base() != 0) {
        bases[m] = module.base();
        ends[m] = module.base() + module.bytes();
      }
    }
    return this;
  }

  /** The function that holds an address. */
  Optional<KernelSymbol> lookup(long address) {
    int at = lastAtOrBefore(address);
    if (at < 0 || module(at) == END_MARK || address - address(at) >= MAX_FUNCTION) {
      return Optional.empty();
    }
    int module = module(at);
    if (ends[module] != -1 && Long.compareUnsigned(address, ends[module]) >= 0) {
      return Optional.empty();
    }
    String moduleName = moduleNames.get(module);
    long base = scattered(moduleName) ? address(at) : bases[module];
    return Optional.of(new KernelSymbol(moduleName, name(at), address - base, address(at) - base));
  }

  /**
   * Programs and trampolines that are placed one by one have no text of their own to count from.
   */
  private static boolean scattered(String module) {
    return module.equals("[bpf]") || module.startsWith("[__builtin__");
  }

  private int lastAtOrBefore(long address) {
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(address(middle), address) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  private long address(int index) {
    return addresses.getAtIndex(LONG, index);
  }

  private short module(int index) {
    return modules.getAtIndex(SHORT, index);
  }

  private String name(int index) {
    int start = nameStarts.getAtIndex(INT, index);
    boolean padding = (start & PADDING_OF_NEXT) != 0;
    int named = padding ? index + 1 : index;
    int from = start & ~PADDING_OF_NEXT;
    int to = nameStarts.getAtIndex(INT, named + 1) & ~PADDING_OF_NEXT;
    byte[] name = names.asSlice(from, to - from).toArray(ValueLayout.JAVA_BYTE);
    return (padding ? PADDING : "") + new String(name, StandardCharsets.UTF_8);
  }

  int size() {
    return size;
  }

  /** Memory of the columns. */
  long bytes() {
    return (long) BYTES_PER_SYMBOL * size + names.byteSize();
  }
}
