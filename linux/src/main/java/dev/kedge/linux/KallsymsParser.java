package dev.kedge.linux;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code /proc/kallsyms} (s_show, kernel/kallsyms.c): {@code address type name} and, after a
 * tab, {@code [module]}. Keeps functions only, outside the heap. Any bytes are accepted; use once.
 */
final class KallsymsParser {
  private static final int MAX_MODULES = Short.MAX_VALUE;

  private final KallsymsEntries entries = new KallsymsEntries();
  private boolean anyAddress;
  private final List<String> moduleNames = new ArrayList<>();
  private final Map<String, Short> moduleNumbers = new HashMap<>();
  private final byte[] line = new byte[4096];

  KallsymsParser() {
    moduleNames.add(KernelSymbolTable.KERNEL);
    moduleNumbers.put(KernelSymbolTable.KERNEL, (short) 0);
  }

  /** Reads to the end; lines of another form are passed over. */
  void read(InputStream in) throws IOException {
    try {
      readLines(in);
    } catch (IOException | RuntimeException e) {
      entries.close();
      throw e;
    }
  }

  private void readLines(InputStream in) throws IOException {
    byte[] buffer = new byte[1 << 14];
    int length = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      for (int i = 0; i < n; i++) {
        if (buffer[i] == '\n') {
          line(length);
          length = 0;
        } else if (length < line.length) {
          line[length++] = buffer[i];
        }
      }
    }
    line(length);
  }

  private void line(int length) {
    int blank = indexOf((byte) ' ', 0, length);
    if (blank < 1 || blank > 16 || blank + 4 > length || line[blank + 2] != ' ') {
      return;
    }
    long address = 0;
    for (int i = 0; i < blank; i++) {
      int digit = Character.digit(line[i], 16);
      if (digit < 0) {
        return;
      }
      address = address << 4 | digit;
    }
    anyAddress |= address != 0;
    int rank = rank(line[blank + 1]);
    if (rank < 0 || address == 0 || entries.full()) {
      return;
    }
    int from = blank + 3;
    int tab = indexOf((byte) '\t', from, length);
    add(address, rank, from, tab < 0 ? length : tab, tab < 0 ? length : tab + 1, length);
  }

  private void add(long address, int rank, int from, int to, int moduleFrom, int moduleTo) {
    short module = module(moduleFrom, moduleTo);
    if (module == 0 && endsText(from, to)) {
      module = KernelSymbolTable.END_MARK;
    }
    int known = module == KernelSymbolTable.END_MARK ? -1 : underscored(from, rank);
    entries.add(address, module, known, line, from, to);
  }

  private short module(int from, int to) {
    if (from >= to) {
      return 0;
    }
    String name = new String(line, from, to - from, StandardCharsets.UTF_8).strip();
    Short known = moduleNumbers.get(name);
    if (known != null) {
      return known;
    }
    if (moduleNames.size() == MAX_MODULES) {
      return 0;
    }
    short number = (short) moduleNames.size();
    moduleNames.add(name);
    moduleNumbers.put(name, number);
    return number;
  }

  private boolean endsText(int from, int to) {
    return matches("_etext", from, to) || matches("_einittext", from, to);
  }

  private boolean matches(String name, int from, int to) {
    return to - from == name.length()
        && name.equals(new String(line, from, to - from, StandardCharsets.US_ASCII));
  }

  /** Of several names of one place a global one without underscores is what people know. */
  private int underscored(int from, int rank) {
    return 2 * rank + (line[from] == '_' ? 0 : 1);
  }

  private static int rank(byte type) {
    return switch (type) {
      case 'T' -> 2;
      case 'W', 'w' -> 1;
      case 't' -> 0;
      default -> -1;
    };
  }

  private int indexOf(byte wanted, int from, int to) {
    for (int i = from; i < to; i++) {
      if (line[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  /** True when every address was zero: the kernel hides them from this process. */
  boolean hidden() {
    return !anyAddress;
  }

  /** The functions, sorted, one for each address; frees what reading took. */
  KernelSymbolTable table(Map<String, LoadedModule> loaded) {
    try (entries) {
      return entries.table(moduleNames, loaded);
    }
  }
}
