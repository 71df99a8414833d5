package dev.kedge.linux.elf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Run in a small JVM: loads a file and prints the names at the virtual addresses of a list. */
final class LargeElfProbe {
  private LargeElfProbe() {}

  /** Arguments: the ELF file, a file with a hexadecimal address a line. */
  public static void main(String[] arguments) throws IOException {
    try (ElfFile file = ElfFile.open(Path.of(arguments[0]));
        SymbolTable table = file.symbols();
        var lines = Files.lines(Path.of(arguments[1]))) {
      System.out.println("symbols " + table.size() + " bytes " + table.bytes());
      lines.forEach(line -> {
        OptionalLong offset = file.fileOffset(Long.parseUnsignedLong(line, 16));
        String name =
            offset.isEmpty() ? "" : table.lookup(offset.getAsLong()).map(Symbol::name).orElse("");
        System.out.println(line + " " + name);
      });
    }
  }
}
