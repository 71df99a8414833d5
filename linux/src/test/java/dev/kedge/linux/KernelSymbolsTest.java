package dev.kedge.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kedge.model.Limitation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelSymbolsTest {
  private static final String KALLSYMS =
      """
      ffffffff81000000 T startup_64
      ffffffff81000000 T _stext
      ffffffff81000000 T _text
      ffffffff81000100 t helper
      ffffffff81000100 T __x64_sys_open
      ffffffff81000200 D some_data
      ffffffff81000300 T schedule
      ffffffff81000400 T _etext
      ffffffffc0a01000 t ext4_start\t[ext4]
      ffffffffc0a01080 t ext4_readdir\t[ext4]
      ffffffffc0b00000 t bpf_prog_6deef7357e7b4530\t[bpf]
      """;

  @TempDir Path proc;

  private KernelSymbols symbols(String kallsyms, String modules) throws IOException {
    Files.writeString(proc.resolve("kallsyms"), kallsyms);
    Files.writeString(proc.resolve("modules"), modules);
    return read(proc);
  }

  private static KernelSymbols read(Path proc) {
    KernelSymbols symbols = KernelSymbols.unread(proc);
    symbols.refresh();
    return symbols;
  }

  @Test
  void countsOffsetsFromTheStartOfTheText() throws IOException {
    KernelSymbols symbols =
        symbols(KALLSYMS, "ext4 1003520 1 - Live 0xffffffffc0a00000\nmbcache 16384 1 ext4, Live\n");
    assertThat(symbols.limitation()).isEmpty();
    assertThat(symbols.lookup(0xffffffff81000010L))
        .hasValue(new KernelSymbol("[kernel]", "startup_64", 0x10, 0));
    assertThat(symbols.lookup(0xffffffff81000123L))
        .hasValue(new KernelSymbol("[kernel]", "__x64_sys_open", 0x123, 0x100));
    assertThat(symbols.lookup(0xffffffff810003ffL))
        .hasValue(new KernelSymbol("[kernel]", "schedule", 0x3ff, 0x300));
    assertThat(symbols.lookup(0xffffffffc0a01090L))
        .hasValue(new KernelSymbol("[ext4]", "ext4_readdir", 0x1090, 0x1080));
    assertThat(symbols.lookup(0xffffffffc0b00004L))
        .hasValue(new KernelSymbol("[bpf]", "bpf_prog_6deef7357e7b4530", 4, 0));
  }

  @Test
  void knowsNothingOutsideTheText() throws IOException {
    KernelSymbols symbols = symbols(KALLSYMS, "ext4 4096 1 - Live 0xffffffffc0a00000\n");
    assertThat(symbols.lookup(0xffffffff80ffffffL)).isEmpty();
    assertThat(symbols.lookup(0xffffffff81000400L)).isEmpty();
    assertThat(symbols.lookup(0xffffffffc0a01090L)).as("after the module's end").isEmpty();
    assertThat(symbols.lookup(0xffffffffffffffffL)).isEmpty();
    assertThat(symbols.lookup(0)).isEmpty();
  }

  @Test
  void namesThePaddingBeforeAFunctionAfterIt() throws IOException {
    KernelSymbols symbols =
        symbols(
            """
            ffffffff81000000 T _stext
            ffffffff81000210 T read
            ffffffff81000200 T __pfx_read
            ffffffff81000300 t __pfx_other
            ffffffff81000310 t __pfx___pfx_twice
            ffffffff81000320 t __pfx_twice
            ffffffff81000330 t twice
            ffffffff81000340 t __pfx_
            """,
            "");
    assertThat(symbols.size()).isEqualTo(8);
    String[] expected = {
      "_stext",
      "__pfx_read",
      "read",
      "__pfx_other",
      "__pfx___pfx_twice",
      "__pfx_twice",
      "twice",
      "__pfx_"
    };
    long[] places = {0, 0x200, 0x210, 0x300, 0x310, 0x320, 0x330, 0x340};
    for (int i = 0; i < places.length; i++) {
      assertThat(symbols.lookup(0xffffffff81000000L + places[i]))
          .hasValue(new KernelSymbol("[kernel]", expected[i], places[i], places[i]));
    }
  }

  /** Compares with a map, for symbols in any order. */
  @Property(tries = 300)
  void findsWhatAMapFinds(@ForAll @Size(max = 200) List<@IntRange(max = 500) Integer> places)
      throws IOException {
    TreeMap<Long, String> expected = new TreeMap<>();
    StringBuilder text = new StringBuilder();
    for (int place : places) {
      String name = (place % 3 == 0 ? "__pfx_f" : "f") + (place + place % 3 % 2);
      text.append("%x t %s%n".formatted(0x1000_0000L + place, name));
      expected.put(0x1000_0000L + place, name);
    }
    KallsymsParser parser = new KallsymsParser();
    parser.read(new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.US_ASCII)));
    KernelSymbolTable table = parser.table(Map.of());
    assertThat(table.size()).isEqualTo(expected.size());
    for (long at = 0xfff_fff0L; at < 0x1000_0210L; at++) {
      Map.Entry<Long, String> floor = expected.floorEntry(at);
      assertThat(table.lookup(at).map(KernelSymbol::function))
          .isEqualTo(Optional.ofNullable(floor).map(Map.Entry::getValue));
    }
  }

  @Test
  void readsAgainWhenModulesChange() throws IOException {
    KernelSymbols symbols = symbols(KALLSYMS, "");
    assertThat(symbols.refresh()).isFalse();
    Files.writeString(proc.resolve("kallsyms"), KALLSYMS + "ffffffffc0c00000 t new_one\t[new]\n");
    Files.writeString(proc.resolve("modules"), "new 4096 0 - Live 0xffffffffc0c00000\n");
    assertThat(symbols.refresh()).isTrue();
    assertThat(symbols.lookup(0xffffffffc0c00001L))
        .hasValue(new KernelSymbol("[new]", "new_one", 1, 0));
  }

  @Test
  void tellsThatAddressesAreHidden() throws IOException {
    Files.createDirectories(proc.resolve("sys/kernel"));
    Files.writeString(proc.resolve("sys/kernel/kptr_restrict"), "1\n");
    KernelSymbols symbols =
        symbols(KALLSYMS.replaceAll("(?m)^[0-9a-f]{16}", "0000000000000000"), "");
    assertThat(symbols.lookup(0xffffffff81000010L)).isEmpty();
    assertThat(symbols.limitation())
        .hasValue(
            new Limitation(
                "names of kernel frames",
                "/proc/kallsyms: all addresses are hidden, kptr_restrict=1",
                "CAP_SYSLOG"));
  }

  @Property(tries = 300)
  void acceptsAnyBytes(@ForAll byte[] bytes, @ForAll long address) throws IOException {
    KallsymsParser parser = new KallsymsParser();
    parser.read(new ByteArrayInputStream(bytes));
    assertThat(parser.table(Map.of()).lookup(address)).isNotNull();
  }

  @Test
  void namesTheRunningKernelsFunctions() throws IOException {
    KernelSymbols symbols = read(Path.of("/proc"));
    assumeTrue(
        symbols.limitation().isEmpty(), () -> "kernel symbols are hidden: " + symbols.limitation());
    String line;
    try (var lines = Files.lines(Path.of("/proc/kallsyms"))) {
      line = lines.filter(l -> l.endsWith(" T schedule")).findFirst().orElse("");
    }
    assumeTrue(!line.isEmpty(), "this kernel lists no function schedule");
    long address = Long.parseUnsignedLong(line.substring(0, 16), 16);
    KernelSymbol found = symbols.lookup(address + 3).orElseThrow();
    assertThat(found.module()).isEqualTo("[kernel]");
    assertThat(found.function()).isEqualTo("schedule");
    assertThat(found.offset() - found.functionOffset()).isEqualTo(3);
    assertThat(found.offset()).isPositive();
  }
}
