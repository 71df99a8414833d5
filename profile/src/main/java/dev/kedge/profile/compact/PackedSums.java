package dev.kedge.profile.compact;

import dev.kedge.profile.SampleCount;
import dev.kedge.profile.SampleMoments;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of a block without their times, as few bytes: task after task the numbers its stacks
 * have in dictionaries. Stacks of no dictionary keep their ids.
 *
 * @param rows in {@link SampleBlock#ORDER}; stacks of a dictionary that was not there have ids that
 *     no dictionary knows
 * @param isWhole whether all dictionaries were there, so that the rows are those that were written
 */
public record PackedSums(List<SampleCount> rows, boolean isWhole) {
  /** Finds dictionaries. */
  @FunctionalInterface
  public interface Dictionaries {
    /** The dictionary of that id; empty where it was lost. */
    Optional<StackDictionary> of(long id);
  }

  /**
   * Writes rows.
   *
   * @param rows any rows of samples, their moments left out
   * @throws CompactException when there are more than can be read again
   */
  public static byte[] write(List<SampleCount> rows, StackNumbers numbers) {
    Map<Long, Integer> others = new HashMap<>();
    List<Long> told = new ArrayList<>();
    List<SumsCode.Row> numbered = new ArrayList<>();
    for (SampleCount row : rows) {
      int number =
          numbers
              .of(row.stackId())
              .orElseGet(() ->
                  others.computeIfAbsent(
                      row.stackId(),
                      id -> {
                        told.add(id);
                        return numbers.size() + told.size() - 1;
                      }));
      numbered.add(new SumsCode.Row(row.task(), number, row.count()));
    }
    numbered.sort(SumsCode.ORDER);
    RangeWriter out = new RangeWriter();
    new SumsCode(out).code(new SumsCode.Content(numbers.parts(), told, numbered));
    return out.bytes();
  }

  /**
   * Reads what was written.
   *
   * @throws CompactException when the bytes are not
   */
  public static PackedSums read(byte[] bytes, Dictionaries dictionaries) {
    SumsCode.Content content =
        new SumsCode(new RangeReader(bytes))
            .code(new SumsCode.Content(List.of(), List.of(), List.of()));
    boolean isWhole = true;
    List<Optional<StackDictionary>> found = new ArrayList<>();
    for (SumsCode.Part part : content.parts()) {
      Optional<StackDictionary> dictionary =
          dictionaries.of(part.id()).filter(it -> it.size() == part.stacks());
      isWhole &= dictionary.isPresent();
      found.add(dictionary);
    }
    List<SampleCount> rows = new ArrayList<>(content.rows().size());
    for (SumsCode.Row row : content.rows()) {
      rows.add(
          new SampleCount(
              id(content, found, row.stack()), row.task(), row.count(), SampleMoments.UNKNOWN));
    }
    rows.sort(SampleBlock.ORDER);
    return new PackedSums(rows, isWhole);
  }

  private static long id(
      SumsCode.Content content, List<Optional<StackDictionary>> found, int number) {
    int left = number;
    for (int i = 0; i < found.size(); i++) {
      SumsCode.Part part = content.parts().get(i);
      if (left < part.stacks()) {
        int of = left;
        return found.get(i).map(dictionary -> dictionary.id(of)).orElse(part.id() ^ ~(long) of);
      }
      left -= part.stacks();
    }
    return content.told().get(left);
  }
}
