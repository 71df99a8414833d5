package dev.kedge.verify.flake;

import dev.kedge.verify.VerifyException;
import dev.kedge.verify.result.VerificationResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How often each case failed on each kernel before. A verification is counted once, however often
 * it is added.
 *
 * @param verifications the ids of the verifications counted, oldest first
 * @param entries the tallies by kernel release and case
 */
public record History(List<String> verifications, List<Entry> entries) {
  /** Nothing ran before. */
  public static final History EMPTY = new History(List.of(), List.of());

  /** The most entries a history holds; beyond, the kernels that ran longest ago are left out. */
  public static final int MAX_ENTRIES = 50_000;

  private static final int MAX_VERIFICATIONS = 10_000;

  /** Copies the lists. */
  public History {
    verifications = List.copyOf(verifications);
    entries = List.copyOf(entries);
    if (verifications.size() > MAX_VERIFICATIONS || entries.size() > MAX_ENTRIES) {
      throw new VerifyException(
          "a history of %d verifications and %d entries, at most %d and %d are held"
              .formatted(verifications.size(), entries.size(), MAX_VERIFICATIONS, MAX_ENTRIES));
    }
  }

  /**
   * One case on one kernel.
   *
   * @param release what {@code uname -r} prints
   * @param path the case
   * @param machine the machine
   * @param runs how often it came to a verdict
   * @param failures how often it failed
   */
  public record Entry(String release, String path, String machine, int runs, int failures) {
    /** The counts. */
    public Tally tally() {
      return new Tally(runs, failures);
    }

    /** The case. */
    public CaseKey key() {
      return new CaseKey(path, machine);
    }
  }

  /** The tally of a case on all kernels but {@code release}. */
  public Tally without(String release, CaseKey key) {
    return entries.stream()
        .filter(entry -> entry.key().equals(key) && !entry.release().equals(release))
        .map(Entry::tally)
        .reduce(Tally.EMPTY, Tally::and);
  }

  /** This history and what {@code result} saw; kernels of the result count as the latest. */
  public History with(VerificationResult result) {
    if (verifications.contains(result.id())) {
      return this;
    }
    Map<Kernel, Tally> tallies = new LinkedHashMap<>();
    entries.forEach(e -> tallies.put(new Kernel(e.release(), e.key()), e.tally()));
    for (var kernel : result.kernels()) {
      String release = kernel.release().value();
      Map<CaseKey, Tally> seen = new TreeMap<>(Tallies.of(result.bootsOf(kernel.label())));
      seen.forEach((key, tally) -> {
        Kernel at = new Kernel(release, key);
        Tally before = tallies.remove(at);
        tallies.put(at, before == null ? tally : before.and(tally));
      });
    }
    Set<String> ids = new LinkedHashSet<>(verifications);
    ids.add(result.id());
    return new History(
        latest(new ArrayList<>(ids), MAX_VERIFICATIONS), latest(listed(tallies), MAX_ENTRIES));
  }

  private record Kernel(String release, CaseKey key) {}

  private static List<Entry> listed(Map<Kernel, Tally> tallies) {
    List<Entry> entries = new ArrayList<>();
    tallies.forEach((at, tally) ->
        entries.add(
            new Entry(
                at.release(),
                at.key().path(),
                at.key().machine(),
                tally.runs(),
                tally.failures())));
    return entries;
  }

  private static <T> List<T> latest(List<T> all, int most) {
    return all.subList(Math.max(0, all.size() - most), all.size());
  }
}
