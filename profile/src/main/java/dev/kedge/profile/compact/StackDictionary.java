package dev.kedge.profile.compact;

import dev.kedge.profile.NamedFrame;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Frames and stacks, numbered: what ids of stacks stand for, as few bytes. Immutable.
 *
 * <p>Stacks are in the order of their frames from the outermost in, so that those of one program
 * have numbers near each other.
 */
public final class StackDictionary {
  /** Stacks of a dictionary at most. */
  public static final int MAX_STACKS = 1 << 20;

  /** Frames of a dictionary at most. */
  public static final int MAX_FRAMES = 1 << 21;

  private final List<Name> names;
  private final long[] ids;
  private final int[][] paths;

  /** By a hash of the id, and the places behind it: the number and one. */
  private final int[] places;

  StackDictionary(List<Name> names, long[] ids, int[][] paths) {
    this.names = List.copyOf(names);
    this.ids = ids;
    this.paths = paths;
    this.places = new int[Math.max(2, Integer.highestOneBit(ids.length) * 4)];
    for (int i = 0; i < ids.length; i++) {
      int place = place(ids[i]);
      while (places[place] != 0) {
        place = (place + 1) & (places.length - 1);
      }
      places[place] = i + 1;
    }
  }

  private int place(long id) {
    return (int) (id ^ (id >>> 32)) & (places.length - 1);
  }

  /**
   * What a frame id stands for.
   *
   * @param named empty when that was lost
   */
  public record Name(long id, Optional<NamedFrame> named) {}

  /**
   * Reads what {@link StackDictionaryWriter} wrote.
   *
   * @throws CompactException when the bytes are not
   */
  public static StackDictionary read(byte[] bytes) {
    return StackDictionaryCode.code(
        new RangeReader(bytes), new StackDictionary(List.of(), new long[0], new int[0][]));
  }

  /** All frames by their numbers. */
  public List<Name> names() {
    return names;
  }

  /** Number of stacks. */
  public int size() {
    return ids.length;
  }

  /** The id of a stack. */
  public long id(int number) {
    return ids[number];
  }

  /** The number of a stack; empty when it is not in here. */
  public OptionalInt number(long id) {
    int place = place(id);
    while (places[place] != 0) {
      if (ids[places[place] - 1] == id) {
        return OptionalInt.of(places[place] - 1);
      }
      place = (place + 1) & (places.length - 1);
    }
    return OptionalInt.empty();
  }

  /** The ids of the frames of a stack, leaf first. */
  public long[] frameIds(int number) {
    int[] path = paths[number];
    long[] frames = new long[path.length];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = names.get(path[path.length - 1 - i]).id();
    }
    return frames;
  }

  int[] path(int number) {
    return paths[number];
  }
}
