package dev.kedge.linux.generated;

import dev.kedge.linux.elf.ElfException;
import dev.kedge.linux.elf.ElfFile;
import dev.kedge.linux.elf.SymbolRange;
import dev.kedge.linux.proc.AddressSpace;
import dev.kedge.linux.proc.MappedFile;
import dev.kedge.linux.proc.MappedFileOpener;
import dev.kedge.linux.proc.Mapping;
import dev.kedge.linux.runtime.ForeignMemoryException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The file of a runtime in a process: where its variables lie. */
final class RuntimeFile {
  private final Path procRoot;
  private final int pid;
  private final KnownPlaces known;

  RuntimeFile(Path procRoot, int pid, KnownPlaces known) {
    this.procRoot = procRoot;
    this.pid = pid;
    this.known = known;
  }

  /** The executable mapping of a file, told by its path. */
  static Optional<Mapping> find(AddressSpace memory, Predicate<String> path) {
    return all(memory, path).findFirst();
  }

  /** The largest, where parts of the file are mapped a second time. */
  static Optional<Mapping> findLargest(AddressSpace memory, Predicate<String> path) {
    return all(memory, path)
        .max(Comparator.comparingLong(mapping -> mapping.end() - mapping.start()));
  }

  private static Stream<Mapping> all(AddressSpace memory, Predicate<String> path) {
    return memory.mappings().stream()
        .filter(mapping -> mapping.file().kind() == MappedFile.Kind.FILE)
        .filter(mapping -> path.test(mapping.file().path()));
  }

  static Map<String, Long> addresses(Map<String, SymbolRange> places) {
    Map<String, Long> addresses = new HashMap<>();
    places.forEach((name, place) -> addresses.put(name, place.address()));
    return addresses;
  }

  /**
   * Where variables of a mapped file lie in the process.
   *
   * @throws ForeignMemoryException when the file cannot be read
   */
  Map<String, SymbolRange> places(Mapping mapping, Set<String> wanted) {
    return known.find(mapping, wanted).orElseGet(() -> read(mapping, wanted));
  }

  private Map<String, SymbolRange> read(Mapping mapping, Set<String> wanted) {
    Map<String, SymbolRange> found = new HashMap<>();
    String refused =
        new MappedFileOpener(procRoot)
            .open(
                pid,
                mapping,
                channel -> {
                  try (ElfFile elf = ElfFile.open(channel)) {
                    long base = mapping.start() - elf.address(mapping.fileOffset()).orElse(0);
                    elf.places(wanted)
                        .forEach((name, at) ->
                            found.put(name, new SymbolRange(base + at.address(), at.size())));
                    return true;
                  } catch (ElfException e) {
                    return false;
                  }
                });
    if (!refused.isEmpty()) {
      throw new ForeignMemoryException(mapping.file().path() + ": " + refused, mapping.start());
    }
    known.keep(mapping, wanted, found);
    return found;
  }
}
