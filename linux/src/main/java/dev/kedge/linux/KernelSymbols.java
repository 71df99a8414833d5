package dev.kedge.linux;

import dev.kedge.model.Limitation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Names of kernel addresses of this boot, from {@code /proc/kallsyms}, read again when modules were
 * loaded or removed.
 *
 * <p>{@link #lookup} may be called from any thread; {@link #refresh} from one.
 */
public final class KernelSymbols {
  private final Path procRoot;
  private volatile Optional<KernelSymbolTable> table = Optional.empty();
  private volatile Optional<Limitation> limitation = Optional.empty();
  private Optional<Map<String, LoadedModule>> loaded = Optional.empty();

  private KernelSymbols(Path procRoot) {
    this.procRoot = procRoot;
  }

  /** Knows nothing until {@link #refresh}, which takes tenths of a second the first time. */
  public static KernelSymbols unread(Path procRoot) {
    return new KernelSymbols(procRoot);
  }

  /**
   * Reads the symbols, again only if the set of modules has changed; never fails, see {@link
   * #limitation}.
   *
   * @return whether they were read
   */
  public boolean refresh() {
    // A kernel without loadable modules has no such file.
    Map<String, LoadedModule> now =
        KernelFile.text(procRoot.resolve("modules")).map(LoadedModule::parse).orElse(Map.of());
    if (loaded.isPresent() && loaded.get().equals(now)) {
      return false;
    }
    loaded = Optional.of(now);
    KallsymsParser parser = new KallsymsParser();
    try (InputStream in = Files.newInputStream(procRoot.resolve("kallsyms"))) {
      parser.read(in);
    } catch (IOException e) {
      table = Optional.empty();
      limitation =
          Optional.of(
              new Limitation(
                  "names of kernel frames",
                  "/proc/kallsyms: " + e,
                  "a kernel with CONFIG_KALLSYMS, and procfs"));
      return true;
    }
    if (parser.hidden()) {
      table = Optional.empty();
      limitation = Optional.of(hidden());
    } else {
      table = Optional.of(parser.table(now));
      limitation = Optional.empty();
    }
    return true;
  }

  private Limitation hidden() {
    String restrict =
        KernelFile.text(procRoot.resolve("sys/kernel/kptr_restrict"))
            .map(String::strip)
            .orElse("unreadable");
    return new Limitation(
        "names of kernel frames",
        "/proc/kallsyms: all addresses are hidden, kptr_restrict=" + restrict,
        restrict.equals("2") ? "kernel.kptr_restrict=1 and CAP_SYSLOG" : "CAP_SYSLOG");
  }

  /** The function that holds a kernel address; empty when it is unknown or names are hidden. */
  public Optional<KernelSymbol> lookup(long address) {
    return table.flatMap(known -> known.lookup(address));
  }

  /** What is missing, if anything. */
  public Optional<Limitation> limitation() {
    return limitation;
  }

  /** Functions known. */
  public int size() {
    return table.map(KernelSymbolTable::size).orElse(0);
  }

  /** Memory of the names. */
  public long bytes() {
    return table.map(KernelSymbolTable::bytes).orElse(0L);
  }
}
