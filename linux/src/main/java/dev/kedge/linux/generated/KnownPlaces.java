package dev.kedge.linux.generated;

import dev.kedge.linux.elf.SymbolRange;
import dev.kedge.linux.proc.MappedFile;
import dev.kedge.linux.proc.Mapping;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where variables lie in files of runtimes that were read before, so that the hundredth JVM of a
 * host costs no reading of symbols. Only of files whose build-id the kernel told: another file may
 * have taken the place of one that has none. Of fixed size; thread-safe.
 */
final class KnownPlaces {
  private static final int MAX_FILES = 256;

  /** A segment of a file, and what was asked of it. */
  private record Asked(MappedFile file, long fileOffset, Set<String> wanted) {}

  private final Map<Asked, Map<String, SymbolRange>> known = new HashMap<>();

  /** The places in a process, when the file was read before. */
  synchronized Optional<Map<String, SymbolRange>> find(Mapping mapping, Set<String> wanted) {
    return Optional.ofNullable(known.get(asked(mapping, wanted)))
        .map(places -> moved(places, mapping.start()));
  }

  /** Keeps what was read. */
  synchronized void keep(Mapping mapping, Set<String> wanted, Map<String, SymbolRange> places) {
    if (mapping.file().buildId().isEmpty()) {
      return;
    }
    if (known.size() >= MAX_FILES) {
      known.clear();
    }
    known.put(asked(mapping, wanted), moved(places, -mapping.start()));
  }

  private static Asked asked(Mapping mapping, Set<String> wanted) {
    return new Asked(mapping.file(), mapping.fileOffset(), wanted);
  }

  private static Map<String, SymbolRange> moved(Map<String, SymbolRange> places, long by) {
    Map<String, SymbolRange> moved = new HashMap<>();
    places.forEach(
        (name, place) -> moved.put(name, new SymbolRange(place.address() + by, place.size())));
    return moved;
  }
}
