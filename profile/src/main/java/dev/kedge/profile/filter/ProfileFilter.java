package dev.kedge.profile.filter;

import dev.kedge.profile.Profile;
import dev.kedge.profile.SampledTask;
import dev.kedge.profile.WeightedStack;
import dev.kedge.profile.workload.WorkloadPatterns;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What samples must have in common: of each key at least one of its terms, and none of its negated
 * ones. Immutable.
 */
public final class ProfileFilter {
  /** Characters of a filter's text at most. */
  public static final int MAX_LENGTH = 6000;

  /** Terms of a filter at most. */
  public static final int MAX_TERMS = 64;

  /** Every sample. */
  public static final ProfileFilter NONE = new ProfileFilter(List.of());

  private final List<FilterTerm> terms;
  private final Map<FilterKey, List<FilterTerm.Test>> tests;

  private ProfileFilter(List<FilterTerm> terms) {
    this.terms = List.copyOf(terms);
    this.tests = new EnumMap<>(FilterKey.class);
    for (FilterTerm term : terms) {
      tests.computeIfAbsent(term.key(), _ -> new ArrayList<>()).add(term.test());
    }
  }

  /**
   * Reads a filter: terms {@code KEY=VALUE} and {@code KEY!=VALUE} with blanks between them. In
   * values {@code *} and {@code ?} are wild and a backslash takes that meaning away; a value with
   * blanks stands in double quotes. Several terms of a key are alternatives.
   *
   * @throws FilterException when the text is none
   */
  public static ProfileFilter parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new FilterException(
          MAX_LENGTH + 1, "the filter is longer than %d characters".formatted(MAX_LENGTH));
    }
    List<FilterTerm> terms = new FilterReader(text).terms();
    return terms.isEmpty() ? NONE : new ProfileFilter(terms);
  }

  /** The terms, in the order they were written. */
  public List<FilterTerm> terms() {
    return terms;
  }

  /** The filter as text that {@link #parse} reads. */
  @Override
  public String toString() {
    return terms.stream().map(FilterTerm::toString).collect(Collectors.joining(" "));
  }

  /** Those of its terms that look at such keys. */
  public ProfileFilter only(Predicate<FilterKey> keys) {
    List<FilterTerm> kept = terms.stream().filter(term -> keys.test(term.key())).toList();
    return kept.size() == terms.size() ? this : new ProfileFilter(kept);
  }

  /** The keys it looks at. */
  public Set<FilterKey> keys() {
    return Set.copyOf(tests.keySet());
  }

  /** Whether a host of that name may have samples of it. */
  public boolean matchesHost(String host) {
    return decide(FilterKey.HOST, test -> test.text(host));
  }

  /** Whether samples taken while that release ran may be of it. */
  public boolean matchesKernel(String release) {
    return decide(FilterKey.KERNEL, test -> test.release(release));
  }

  /** Whether samples taken on that CPU may be of it. */
  public boolean matchesCpu(int cpu) {
    return decide(FilterKey.CPU, test -> test.number(cpu));
  }

  /** The one value a key must have, where there is just one. */
  public Optional<String> literal(FilterKey key) {
    List<FilterTerm.Test> of = tests.getOrDefault(key, List.of());
    return of.size() == 1 && !of.getFirst().term().negated() && !key.isNumber()
        ? of.getFirst().glob().literal()
        : Optional.empty();
  }

  /** The one number a key must have, where there is just one that an int holds. */
  public OptionalInt number(FilterKey key) {
    List<FilterTerm.Test> of = tests.getOrDefault(key, List.of());
    if (of.size() != 1 || of.getFirst().term().negated()) {
      return OptionalInt.empty();
    }
    FilterTerm.Test only = of.getFirst();
    return only.from() == only.to() && only.from() <= Integer.MAX_VALUE
        ? OptionalInt.of((int) only.from())
        : OptionalInt.empty();
  }

  /** What it says of threads, processes and cgroups, for many questions by one thread. */
  public Predicate<SampledTask> tasks(WorkloadPatterns workloads) {
    return new TaskTest(this, workloads);
  }

  /**
   * Those samples of a profile that it holds for. Lost samples are kept: nobody knows whose they
   * were.
   *
   * @throws FilterException when it asks for what no sample of the profile tells
   */
  public Profile of(Profile profile) {
    if (terms.isEmpty() || profile.stacks().isEmpty()) {
      return profile;
    }
    WorkloadPatterns workloads = WorkloadPatterns.shipped();
    ToldKeys told = new ToldKeys(workloads);
    profile.stacks().forEach(stack -> told.add(task(stack)));
    told.require(this);
    Predicate<SampledTask> tasks = tasks(workloads);
    return new Profile(
        profile.range(),
        profile.kind(),
        profile.period(),
        profile.stacks().stream().filter(stack -> tasks.test(task(stack))).toList(),
        profile.lost());
  }

  private static SampledTask task(WeightedStack stack) {
    return new SampledTask(stack.pid(), stack.command(), 0, "", "/", stack.namespaces());
  }

  /** True where no term of the key speaks against it, and one for it where there are such. */
  boolean decide(FilterKey key, Predicate<FilterTerm.Test> matches) {
    boolean wanted = true;
    boolean found = false;
    for (FilterTerm.Test test : tests.getOrDefault(key, List.of())) {
      boolean match = matches.test(test);
      if (test.term().negated()) {
        if (match) {
          return false;
        }
      } else {
        wanted = false;
        found |= match;
      }
    }
    return wanted || found;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProfileFilter filter && terms.equals(filter.terms);
  }

  @Override
  public int hashCode() {
    return terms.hashCode();
  }
}
