package dev.kedge.agent;

import dev.kedge.linux.proc.MappedFile;
import dev.kedge.linux.runtime.RuntimeFunction;
import dev.kedge.profile.FrameDefinition;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Frames that were named lately, of a place in code all that were inlined there: most new stacks
 * pass places that are known, and naming one reads the symbol table, the name out of its file and
 * hashes both. All are forgotten when there are too many. One thread at a time.
 */
final class NamedPlaces {
  private static final int MAX_PLACES = 32_768;

  private final IdentityHashMap<MappedFile, Long2ObjectHashMap<List<FrameDefinition>>> user =
      new IdentityHashMap<>();
  private final Long2ObjectHashMap<List<FrameDefinition>> kernel = new Long2ObjectHashMap<>();
  private final IdentityHashMap<RuntimeFunction, FrameDefinition> generated =
      new IdentityHashMap<>();
  private int places;

  /** A kernel address that was named before. */
  Optional<List<FrameDefinition>> kernel(long address, boolean leaf) {
    return Optional.ofNullable(kernel.get(key(address, leaf)));
  }

  /** A place in a file that was named before. */
  Optional<List<FrameDefinition>> user(MappedFile file, long offset, boolean leaf) {
    Long2ObjectHashMap<List<FrameDefinition>> known = user.get(file);
    return known == null ? Optional.empty() : Optional.ofNullable(known.get(key(offset, leaf)));
  }

  /** A function of a runtime that was met before, told by which object it is. */
  Optional<FrameDefinition> generated(RuntimeFunction function) {
    return Optional.ofNullable(generated.get(function));
  }

  FrameDefinition keepGenerated(RuntimeFunction function, FrameDefinition frame) {
    makeRoom();
    generated.put(function, frame);
    return frame;
  }

  /** The leaf is kept as the start of its function, a caller where it calls. */
  private static long key(long place, boolean leaf) {
    return place << 1 | (leaf ? 1 : 0);
  }

  List<FrameDefinition> keepKernel(long address, boolean leaf, List<FrameDefinition> frames) {
    makeRoom();
    kernel.put(key(address, leaf), frames);
    return frames;
  }

  List<FrameDefinition> keepUser(
      MappedFile file, long offset, boolean leaf, List<FrameDefinition> frames) {
    makeRoom();
    user.computeIfAbsent(file, key -> new Long2ObjectHashMap<>()).put(key(offset, leaf), frames);
    return frames;
  }

  private void makeRoom() {
    if (++places > MAX_PLACES) {
      user.clear();
      kernel.clear();
      generated.clear();
      places = 1;
    }
  }

  /** The kernel's symbols have changed. */
  void forgetKernel() {
    kernel.clear();
  }
}
