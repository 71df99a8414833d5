package dev.kedge.patches.debt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What a downstream tree carries above its base.
 *
 * @param name how the caller named the tree's tip: a branch, a tag
 * @param atSeconds Unix time of the tip: ages count to here
 * @param entries the patches upstream does not have, oldest first
 * @param backports commits that upstream has and the base has not: a rebase drops them
 * @param takenBack commits that other commits of the range undo, with those that undo them
 */
public record DebtLedger(
    String name, long atSeconds, List<DebtEntry> entries, int backports, int takenBack) {
  /** Copies the entries. */
  public DebtLedger {
    entries = List.copyOf(entries);
  }

  /**
   * A sum over some of the entries.
   *
   * @param key what they have in common
   * @param patches how many
   * @param lines their added and removed lines
   * @param medianAgeDays the median of their ages, in days
   */
  public record Sum(String key, int patches, long lines, long medianAgeDays) {}

  /** Sums by a property of the entries, the most patches first. */
  public List<Sum> by(Function<DebtEntry, String> property) {
    Map<String, List<DebtEntry>> groups = new TreeMap<>();
    for (DebtEntry entry : entries) {
      groups.computeIfAbsent(property.apply(entry), key -> new ArrayList<>()).add(entry);
    }
    return groups.entrySet().stream()
        .map(group -> sum(group.getKey(), group.getValue()))
        .sorted(Comparator.comparingInt(Sum::patches).reversed())
        .toList();
  }

  /** The sum over all entries. */
  public Sum total() {
    return sum(name, entries);
  }

  private Sum sum(String key, List<DebtEntry> group) {
    long[] ages = group.stream().mapToLong(entry -> entry.ageDays(atSeconds)).sorted().toArray();
    return new Sum(
        key,
        group.size(),
        group.stream().mapToLong(DebtEntry::lines).sum(),
        ages.length == 0 ? 0 : ages[ages.length / 2]);
  }
}
