package dev.kedge.linux;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The functions of the running kernel and its modules, by address. Immutable, in plain arrays;
 * thread-safe.
 */
final class KernelSymbolTable {
  static final String KERNEL = "[kernel]";

  /** Module number of the marks that end the kernel's text. */
  static final short END_MARK = -1;

  /** No function is longer; farther from any symbol is no man's land. */
  private static final long MAX_FUNCTION = 4L << 20;

  private final long[] addresses;
  private final short[] modules;
  private final int[] nameStarts;
  private final byte[] names;
  private final List<String> moduleNames;
  private final long[] bases;
  private final long[] ends;

  /**
   * Takes over the arrays.
   *
   * @param addresses ascending as unsigned numbers, no two equal
   * @param modules for each the index of its module
   * @param nameStarts for each where its name begins; one more for the end of the last
   * @param names all names
   * @param moduleNames names of the modules in brackets
   * @param loaded where modules lie, from {@code /proc/modules}, by name in brackets
   */
  KernelSymbolTable(
      long[] addresses,
      short[] modules,
      int[] nameStarts,
      byte[] names,
      List<String> moduleNames,
      Map<String, LoadedModule> loaded) {
    this.addresses = addresses;
    this.modules = modules;
    this.nameStarts = nameStarts;
    this.names = names;
    this.moduleNames = List.copyOf(moduleNames);
    bases = new long[moduleNames.size()];
    ends = new long[moduleNames.size()];
    Arrays.fill(ends, -1);
    for (int i = addresses.length - 1; i >= 0; i--) {
      if (modules[i] != END_MARK) {
        bases[modules[i]] = addresses[i];
      }
    }
    for (int m = 0; m < bases.length; m++) {
      LoadedModule module = loaded.get(moduleNames.get(m));
      if (module != null && module.base() != 0) {
        bases[m] = module.base();
        ends[m] = module.base() + module.bytes();
      }
    }
  }

  /** The function that holds an address. */
  Optional<KernelSymbol> lookup(long address) {
    int at = lastAtOrBefore(address);
    if (at < 0 || modules[at] == END_MARK || address - addresses[at] >= MAX_FUNCTION) {
      return Optional.empty();
    }
    int module = modules[at];
    if (ends[module] != -1 && Long.compareUnsigned(address, ends[module]) >= 0) {
      return Optional.empty();
    }
    String moduleName = moduleNames.get(module);
    long base = scattered(moduleName) ? addresses[at] : bases[module];
    return Optional.of(
        new KernelSymbol(moduleName, name(at), address - base, addresses[at] - base));
  }

  /**
   * Programs and trampolines that are placed one by one have no text of their own to count from.
   */
  private static boolean scattered(String module) {
    return module.equals("[bpf]") || module.startsWith("[__builtin__");
  }

  private int lastAtOrBefore(long address) {
    int low = 0;
    int high = addresses.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(addresses[middle], address) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  private String name(int index) {
    return new String(
        names,
        nameStarts[index],
        nameStarts[index + 1] - nameStarts[index],
        StandardCharsets.UTF_8);
  }

  int size() {
    return addresses.length;
  }

  /** Memory of the arrays. */
  long bytes() {
    return 14L * addresses.length + names.length;
  }
}
