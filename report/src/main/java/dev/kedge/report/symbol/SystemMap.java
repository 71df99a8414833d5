package dev.kedge.report.symbol;

import dev.kedge.report.line.Ascii;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads {@code System.map} and {@code /proc/kallsyms}: address, type, name, and maybe the module in
 * brackets, one symbol a line.
 */
final class SystemMap {
  private static final int MAX_SYMBOLS = 8_000_000;

  private SystemMap() {}

  /**
   * The functions of a file.
   *
   * @throws IOException when it cannot be read
   * @throws SymbolException when it is no such file, or its addresses are hidden
   */
  static FunctionTable read(Path file) throws IOException {
    List<FunctionTable.Symbol> symbols = new ArrayList<>();
    boolean hidden = true;
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      int number = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        FunctionTable.Symbol symbol = symbol(line, file, number);
        char type = line.charAt(line.indexOf(' ') + 1);
        hidden &= symbol.address() == 0;
        if ("tTwW".indexOf(type) >= 0 && symbols.size() < MAX_SYMBOLS) {
          symbols.add(symbol);
        }
      }
    }
    if (hidden && !symbols.isEmpty()) {
      throw new SymbolException(
          file.getFileName() + ": all addresses are 0; read it as root, or see kptr_restrict");
    }
    return FunctionTable.of(symbols);
  }

  private static FunctionTable.Symbol symbol(String line, Path file, int number) {
    int space = line.indexOf(' ');
    boolean shaped = space >= 8 && space <= 16 && line.length() > space + 3;
    for (int i = 0; shaped && i < space; i++) {
      shaped = Ascii.isHexDigit(line.charAt(i));
    }
    if (!shaped) {
      throw new SymbolException(
          "%s:%d: expected address, type and name, as in System.map"
              .formatted(file.getFileName(), number));
    }
    String rest = line.substring(space + 3);
    int end = rest.indexOf('\t');
    String name = (end < 0 ? rest : rest.substring(0, end)).strip();
    return new FunctionTable.Symbol(
        name, Long.parseUnsignedLong(line.substring(0, space), 16), 0, 0);
  }
}
