package dev.kedge.profile.compact;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * The numbers of the stacks of some dictionaries, one dictionary after the other, without what they
 * stand for: twelve bytes a stack.
 */
public final class StackNumbers {
  private final List<SumsCode.Part> parts = new ArrayList<>();
  private final List<long[]> sorted = new ArrayList<>();
  private final List<int[]> places = new ArrayList<>();
  private int size;

  /** Adds the stacks of a dictionary behind those of the ones before. */
  public void add(long id, StackDictionary dictionary) {
    Integer[] order = new Integer[dictionary.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (one, other) -> Long.compare(dictionary.id(one), dictionary.id(other)));
    sorted.add(Arrays.stream(order).mapToLong(dictionary::id).toArray());
    int first = size;
    places.add(Arrays.stream(order).mapToInt(number -> first + number).toArray());
    size = Math.addExact(size, dictionary.size());
    parts.add(new SumsCode.Part(id, dictionary.size()));
  }

  /** The number of a stack; empty when it is in none of the dictionaries. */
  OptionalInt of(long id) {
    for (int i = 0; i < sorted.size(); i++) {
      int found = Arrays.binarySearch(sorted.get(i), id);
      if (found >= 0) {
        return OptionalInt.of(places.get(i)[found]);
      }
    }
    return OptionalInt.empty();
  }

  /** Numbers given out. */
  int size() {
    return size;
  }

  List<SumsCode.Part> parts() {
    return List.copyOf(parts);
  }
}
