package dev.kedge.profile.compact;

import dev.kedge.profile.Frame;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.compact.StackDictionary.Name;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Numbers frames and stacks, and writes them. */
public final class StackDictionaryWriter {
  private static final Comparator<Name> BY_PLACE =
      Comparator.comparing(StackDictionaryWriter::file)
          .thenComparing(StackDictionaryWriter::function)
          .thenComparingLong(StackDictionaryWriter::offset)
          .thenComparingLong(Name::id);

  private StackDictionaryWriter() {}

  @SuppressWarnings("ArrayRecordComponent") // compared by nobody, and a list would box each frame
  private record Numbered(long id, int[] path) {}

  /**
   * Writes a dictionary.
   *
   * @param frames what frame ids stand for; those no stack has are written too
   * @param stacks ids of the frames of each stack, leaf first, by the id of the stack
   * @throws CompactException when there are more than a dictionary can hold
   */
  public static byte[] write(Map<Long, NamedFrame> frames, Map<Long, long[]> stacks) {
    Set<Long> used = new LinkedHashSet<>(frames.keySet());
    stacks.values().forEach(ids -> Arrays.stream(ids).forEach(used::add));
    List<Name> names =
        used.stream()
            .map(id -> new Name(id, Optional.ofNullable(frames.get(id))))
            .sorted(BY_PLACE)
            .toList();
    Map<Long, Integer> numbers = new HashMap<>();
    for (Name name : names) {
      numbers.put(name.id(), numbers.size());
    }
    List<Numbered> ordered = new ArrayList<>();
    stacks.forEach((id, ids) -> {
      int[] path = new int[ids.length];
      for (int i = 0; i < path.length; i++) {
        path[path.length - 1 - i] = numbers.getOrDefault(ids[i], 0);
      }
      ordered.add(new Numbered(id, path));
    });
    ordered.sort((one, other) -> Arrays.compare(one.path(), other.path()));
    StackDictionary dictionary =
        new StackDictionary(
            names,
            ordered.stream().mapToLong(Numbered::id).toArray(),
            ordered.stream().map(Numbered::path).toArray(int[][]::new));
    RangeWriter out = new RangeWriter();
    StackDictionaryCode.code(out, dictionary);
    return out.bytes();
  }

  private static String file(Name name) {
    return name.named()
        .map(frame ->
            switch (frame.frame()) {
              case Frame.Code code ->
                  "%s\0%s\0%s"
                      .formatted(
                          code.origin(),
                          code.module().path(),
                          code.module().buildId().map(Object::toString).orElse(""));
              case Frame.Unknown unknown -> unknown.reason().name();
            })
        .orElse("");
  }

  /** Functions whose offset is that of their name stand behind the others, by their names. */
  private static String function(Name name) {
    return name.named().filter(FrameCode::hasOffsetOfName).flatMap(NamedFrame::function).orElse("");
  }

  private static long offset(Name name) {
    return name.named().map(NamedFrame::frame).orElse(null) instanceof Frame.Code code
        ? code.offset()
        : 0;
  }
}
