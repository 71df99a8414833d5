package dev.kedge.linux.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kedge.linux.elf.Symbol;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names code of this very process. */
class UserSymbolsTest {
  private static final Path PROC = Path.of("/proc");
  private static final Path DEBUG = Path.of("/usr/lib/debug");

  @TempDir Path directory;

  private final int self = Math.toIntExact(ProcessHandle.current().pid());

  private Mapping own(String part) {
    assumeTrue(Files.isReadable(PROC.resolve("self/maps")), "no procfs here");
    ProcessTable table = new ProcessTable(new ProcessFiles(PROC), 1000, 10);
    return table.process(self).memory().mappings().stream()
        .filter(mapping -> mapping.file().path().contains(part))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void namesFunctionsOfTheJvm() {
    Mapping mapping = own("libjvm.so");
    UserSymbols symbols = new UserSymbols(PROC, DEBUG, 64 << 20);
    assertThat(symbols.cached(mapping.file())).isEmpty();
    ModuleSymbols jvm = symbols.load(self, mapping);
    assertThat(jvm.problem()).isEmpty();
    assertThat(jvm.symbols().size()).isPositive();
    assertThat(symbols.cached(mapping.file())).hasValue(jvm);
    assertThat(symbols.bytes()).isGreaterThan(jvm.symbols().bytes());
  }

  /** A stripped program with its local names packed, as Fedora's builds have them. */
  @Test
  void namesLocalFunctionsFromPackedSymbols() throws Exception {
    Path source = directory.resolve("packed.c");
    Files.writeString(
        source,
        """
        __attribute__((noinline, visibility("default"))) int exported_one(int x) { return x * 3; }
        __attribute__((noinline)) static int local_two(int x) { return exported_one(x) + 1; }
        int main(int count, char **arguments) { return local_two(count); }
        """);
    String script =
        """
        gcc -O1 -rdynamic -Wl,--build-id -o packed packed.c &&
        objcopy --only-keep-debug packed packed.mini && objcopy -S --keep-symbol=local_two           packed.mini packed.small && xz -6 --keep packed.small && strip -s packed &&
        objcopy --add-section .gnu_debugdata=packed.small.xz packed
        """;
    Process made =
        new ProcessBuilder("sh", "-c", script).directory(directory.toFile()).inheritIO().start();
    assumeTrue(made.waitFor() == 0, "no gcc, objcopy or xz here");
    Path program = directory.resolve("packed");
    MappedFile file = MappedFile.of(program.toString(), 0, 0, Optional.empty());
    ModuleSymbols symbols =
        new UserSymbols(PROC, DEBUG, 64 << 20).load(self, new Mapping(0, 1, 0, file));
    assertThat(symbols.problem()).isEmpty();
    Set<String> names = new HashSet<>();
    for (long at = 0; at < Files.size(program); at++) {
      symbols.symbols().lookup(at).map(Symbol::name).ifPresent(names::add);
    }
    assertThat(names).contains("local_two", "exported_one");
  }

  @Test
  void namesFunctionsOfTheVdso() {
    Mapping mapping = own("[vdso]");
    ModuleSymbols vdso = new UserSymbols(PROC, DEBUG, 64 << 20).load(self, mapping);
    assertThat(vdso.problem()).isEmpty();
    boolean clock = false;
    for (long at = 0; at < mapping.end() - mapping.start() && !clock; at++) {
      Optional<Symbol> symbol = vdso.symbols().lookup(at);
      clock = symbol.filter(s -> s.name().contains("clock_gettime")).isPresent();
    }
    assertThat(clock).isTrue();
  }

  @Test
  void keepsWithinItsBudget() {
    UserSymbols symbols = new UserSymbols(PROC, DEBUG, 1);
    symbols.load(self, own("libjvm.so"));
    symbols.load(self, own("libc"));
    assertThat(symbols.size()).isEqualTo(1);
    assertThat(symbols.evicted()).isEqualTo(1);
  }

  @Test
  void keepsThePartOfALargeFileThatFits() {
    UserSymbols symbols = new UserSymbols(PROC, DEBUG, 12_000);
    ModuleSymbols jvm = symbols.load(self, own("libjvm.so"));
    assertThat(jvm.problem()).isEmpty();
    assertThat(jvm.symbols().size()).isBetween(1, 500);
    assertThat(symbols.bytes()).isLessThan(12_000);
    assertThat(symbols.leftOut()).isPositive().isEqualTo(jvm.symbols().leftOut());
    ModuleSymbols other = symbols.load(self, own("libc"));
    assertThat(symbols.leftOut()).isGreaterThan(other.symbols().leftOut());
  }

  @Test
  void closesWhatItDrops() {
    UserSymbols symbols = new UserSymbols(PROC, DEBUG, 4_000);
    ModuleSymbols first = symbols.load(self, own("libjvm.so"));
    symbols.load(self, own("libc"));
    assertThat(first.symbols().closed()).isTrue();
    assertThat(symbols.load(self, own("libjvm.so")).symbols().closed()).isFalse();
  }

  @Test
  void keepsOneTableForOneContentAndTriesAgainAfterAFailure() {
    Mapping mapping = own("libjvm.so");
    AtomicLong now = new AtomicLong();
    UserSymbols symbols = new UserSymbols(PROC, DEBUG, 64 << 20, now::get);
    ModuleSymbols first = symbols.load(self, mapping);
    assumeTrue(first.buildId().isPresent(), "libjvm.so has no build-id here");
    MappedFile told = MappedFile.of(mapping.file().path(), 0, 0, first.buildId());
    assertThat(symbols.cached(told)).hasValue(first);
    Mapping gone = new Mapping(4096, 8192, 0, MappedFile.of("/none", 1, 1, Optional.empty()));
    symbols.load(self, gone);
    assertThat(symbols.cached(gone.file())).isPresent();
    now.addAndGet(60_000_000_000L);
    assertThat(symbols.cached(gone.file())).isEmpty();
    assertThat(symbols.cached(told)).isPresent();
  }

  @Test
  void tellsWhyAFileCannotBeRead() {
    Mapping gone =
        new Mapping(4096, 8192, 0, MappedFile.of("/no/such/file", 1, 1, Optional.empty()));
    Mapping directory = new Mapping(4096, 8192, 0, MappedFile.of("/tmp", 1, 2, Optional.empty()));
    Mapping script =
        new Mapping(4096, 8192, 0, MappedFile.of("/etc/passwd", 1, 3, Optional.empty()));
    UserSymbols symbols = new UserSymbols(PROC, DEBUG, 1 << 20);
    assertThat(symbols.load(self, gone).problem()).isEqualTo("open: ENOENT");
    assertThat(symbols.load(self, directory).problem()).isEqualTo("not a regular file");
    assertThat(symbols.load(self, script).problem()).contains("no ELF magic number");
    assertThat(symbols.unreadable()).isEqualTo(3);
  }
}
