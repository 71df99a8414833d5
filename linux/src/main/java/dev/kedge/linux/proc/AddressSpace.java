package dev.kedge.linux.proc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The executable mappings of a process, sorted and free of overlap. Immutable, so that a forked
 * child shares its parent's until one of them changes.
 */
public final class AddressSpace {
  /** No mappings: a kernel thread, or a process right after exec. */
  public static final AddressSpace EMPTY = new AddressSpace(List.of());

  /** The kernel's default limit on mappings of a process is 65,530; executable ones are few. */
  static final int MAX_MAPPINGS = 16_384;

  private final long[] starts;
  private final List<Optional<Mapping>> mappings;

  private AddressSpace(List<Optional<Mapping>> sorted) {
    mappings = sorted;
    starts = new long[sorted.size()];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = sorted.get(i).orElseThrow().start();
    }
  }

  /**
   * Builds from mappings in any order; where two overlap, the later in the list counts. Of an
   * absurd number of mappings only the first {@value #MAX_MAPPINGS} are taken.
   */
  public static AddressSpace of(List<Mapping> all) {
    List<Mapping> mappings = all.subList(0, Math.min(all.size(), MAX_MAPPINGS));
    boolean sorted = true;
    for (int i = 1; i < mappings.size() && sorted; i++) {
      sorted = Long.compareUnsigned(mappings.get(i - 1).end(), mappings.get(i).start()) <= 0;
    }
    if (!sorted) {
      AddressSpace space = EMPTY;
      for (Mapping mapping : mappings) {
        space = space.with(mapping);
      }
      return space;
    }
    List<Optional<Mapping>> merged = new ArrayList<>(mappings.size());
    for (Mapping mapping : mappings) {
      append(merged, mapping);
    }
    return new AddressSpace(List.copyOf(merged));
  }

  /** The mapping that holds an address; no garbage is made. */
  public Optional<Mapping> find(long address) {
    int at = lastStartingAtOrBefore(address);
    if (at >= 0 && mappings.get(at).orElseThrow().contains(address)) {
      return mappings.get(at);
    }
    return Optional.empty();
  }

  private int lastStartingAtOrBefore(long address) {
    int low = 0;
    int high = starts.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(starts[middle], address) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  /**
   * With one more mapping, which takes the place of what was there (the kernel reports no unmapping
   * in perf records). The same space again when it is empty or there are too many already.
   */
  public AddressSpace with(Mapping added) {
    if (Long.compareUnsigned(added.start(), added.end()) >= 0) {
      return this;
    }
    List<Optional<Mapping>> changed = new ArrayList<>(mappings.size() + 2);
    boolean placed = false;
    for (Optional<Mapping> each : mappings) {
      Mapping old = each.orElseThrow();
      if (!placed && Long.compareUnsigned(old.start(), added.start()) >= 0) {
        append(changed, added);
        placed = true;
      }
      if (Long.compareUnsigned(old.end(), added.start()) <= 0
          || Long.compareUnsigned(old.start(), added.end()) >= 0) {
        append(changed, old);
        continue;
      }
      if (Long.compareUnsigned(old.start(), added.start()) < 0) {
        append(changed, old.part(old.start(), added.start()));
      }
      if (Long.compareUnsigned(old.end(), added.end()) > 0) {
        if (!placed) {
          append(changed, added);
          placed = true;
        }
        append(changed, old.part(added.end(), old.end()));
      }
    }
    if (!placed) {
      append(changed, added);
    }
    return changed.size() > MAX_MAPPINGS ? this : new AddressSpace(List.copyOf(changed));
  }

  /** Adds at the end; pieces of one mapping that were reported apart become one again. */
  private static void append(List<Optional<Mapping>> sorted, Mapping mapping) {
    if (!sorted.isEmpty()) {
      Mapping last = sorted.getLast().orElseThrow();
      if (last.continuedBy(mapping)) {
        sorted.set(
            sorted.size() - 1,
            Optional.of(new Mapping(last.start(), mapping.end(), last.fileOffset(), last.file())));
        return;
      }
    }
    sorted.add(Optional.of(mapping));
  }

  /** All mappings, by address. */
  public List<Mapping> mappings() {
    return mappings.stream().map(Optional::orElseThrow).toList();
  }

  /** How many mappings there are. */
  public int size() {
    return starts.length;
  }
}
