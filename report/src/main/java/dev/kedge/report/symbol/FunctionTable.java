package dev.kedge.report.symbol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Functions by name and by address. Immutable. */
final class FunctionTable {
  /**
   * A function.
   *
   * @param size bytes up to the next symbol, as the kernel prints it after the slash
   *     (kernel/kallsyms.c, get_symbol_pos)
   * @param codeSize bytes of code by the symbol table, 0 when it does not tell
   */
  record Function(String name, long address, long size, long codeSize) {}

  /** A symbol before the distance to the next one is known. */
  record Symbol(String name, long address, long codeSize, long sectionEnd) {}

  private static final int MAX_SYMBOLS = 8_000_000;
  private static final int STT_FUNC = 2;
  private static final int STT_NOTYPE = 0;
  private static final int STT_GNU_IFUNC = 10;
  private static final Symbol[] NONE = {};

  private final Function[] byAddress;
  private final Map<String, List<Function>> byName = new HashMap<>();

  private FunctionTable(Function[] byAddress) {
    this.byAddress = byAddress;
    for (Function function : byAddress) {
      byName.computeIfAbsent(function.name(), name -> new ArrayList<>(1)).add(function);
    }
  }

  /** The table of these symbols, in any order. */
  static FunctionTable of(List<Symbol> symbols) {
    Symbol[] sorted = symbols.toArray(NONE);
    Arrays.sort(sorted, (a, b) -> Long.compareUnsigned(a.address(), b.address()));
    Function[] functions = new Function[sorted.length];
    long next = 0;
    for (int i = sorted.length - 1; i >= 0; i--) {
      boolean last = i + 1 == sorted.length;
      if (!last && sorted[i + 1].address() != sorted[i].address()) {
        next = sorted[i + 1].address();
      }
      Symbol symbol = sorted[i];
      boolean beyond = next == 0 || Long.compareUnsigned(next, symbol.sectionEnd()) > 0;
      long end = beyond && symbol.sectionEnd() != 0 ? symbol.sectionEnd() : next;
      functions[i] =
          new Function(
              symbol.name(),
              symbol.address(),
              end == 0 ? symbol.codeSize() : end - symbol.address(),
              symbol.codeSize());
    }
    return new FunctionTable(functions);
  }

  /** The functions of an object file's symbol table. */
  static FunctionTable of(ObjectFile file) {
    List<Symbol> found = new ArrayList<>();
    for (ElfSection table : file.sections()) {
      boolean names = table.link() > 0 && table.link() < file.sections().size();
      if (table.type() == ElfSection.SYMTAB && table.entrySize() == 24 && names) {
        Cursor in = file.section(table);
        Cursor strings = file.section(file.sections().get(table.link()));
        while (in.end() - in.at() >= 24 && found.size() < MAX_SYMBOLS) {
          symbol(file, in, strings).ifPresent(found::add);
        }
      }
    }
    return of(found);
  }

  private static Optional<Symbol> symbol(ObjectFile file, Cursor in, Cursor strings) {
    long nameAt = in.u32();
    int type = in.u8() & 0xf;
    in.u8();
    int index = in.u16();
    long value = in.u64();
    long size = in.u64();
    boolean defined = index > 0 && index < file.sections().size();
    boolean code = type == STT_FUNC || type == STT_NOTYPE || type == STT_GNU_IFUNC;
    if (!defined || !code || nameAt <= 0 || nameAt >= strings.end()) {
      return Optional.empty();
    }
    ElfSection section = file.sections().get(index);
    String name = strings.seek(nameAt).text();
    if (!section.executable() || name.isEmpty() || isMark(name)) {
      return Optional.empty();
    }
    long address = value >= section.address() ? value : section.address() + value;
    return Optional.of(new Symbol(name, address, size, section.address() + section.size()));
  }

  /**
   * Mapping symbols of arm and labels of the assembler are no functions ({@code $x}, {@code .L1}).
   */
  private static boolean isMark(String name) {
    return name.startsWith("$") || name.startsWith(".L") || name.startsWith("__pfx_.L");
  }

  boolean isEmpty() {
    return byAddress.length == 0;
  }

  /** All functions of a name; static functions of several files may share one. */
  List<Function> named(String name) {
    return byName.getOrDefault(name, List.of());
  }

  /**
   * The function a frame names: the one of that name and size. One name alone is taken when its
   * size differs by padding only, or when the frame has no size.
   *
   * @param offset of the frame, to be inside the function
   * @param size as printed after the slash, 0 when the frame has none
   */
  Optional<Function> match(String name, long offset, long size) {
    List<Function> all = named(name);
    List<Function> sized =
        all.stream()
            .filter(f -> size == 0 || f.size() == size || f.codeSize() == size)
            .filter(f -> size > 0 || offset <= f.size())
            .toList();
    List<Function> found = sized.isEmpty() ? nearly(all, size) : sized;
    return found.stream().map(Function::address).distinct().count() == 1
        ? Optional.of(found.getFirst())
        : Optional.empty();
  }

  /** Functions are padded to 16 or 64 bytes; what pads differs between a map and a table. */
  private static List<Function> nearly(List<Function> all, long size) {
    return all.stream()
        .filter(f -> Math.abs(f.size() - size) < 64 && size > 0)
        .sorted(Comparator.comparingLong(f -> Math.abs(f.size() - size)))
        .toList();
  }

  /** The function an address lies in; of several at one place the first. */
  Optional<Function> at(long address) {
    int low = 0;
    int high = byAddress.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(byAddress[middle].address(), address) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    if (high < 0) {
      return Optional.empty();
    }
    Function function = byAddress[high];
    boolean inside = Long.compareUnsigned(address - function.address(), function.size()) < 0;
    return inside ? Optional.of(function) : Optional.empty();
  }
}
