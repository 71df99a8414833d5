package dev.kedge.profile.regression;

import dev.kedge.profile.Profile;
import dev.kedge.profile.regression.FunctionSeries.Function;
import dev.kedge.profile.significance.NormalQuantile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for functions whose own share of samples is higher than in a base. Stateless.
 *
 * <p>Each side comes in blocks, neighbouring parts of its span of equal length. Rises are tested
 * one-sided; that many functions are tested at once is accounted for by Holm's procedure (A simple
 * sequentially rejective multiple test procedure, 1979), which keeps the chance of any false alarm
 * at {@link RegressionLimits#familyError}. The filters for what went away and for cost that moved
 * follow Valdes et al. (FBDetect, SOSP 2024).
 */
public final class RegressionSearch {
  /** Blocks of a side at least: fewer do not show how much they scatter. */
  public static final int MIN_BLOCKS = 6;

  /** What is left of a rise below this part of it is nothing. */
  private static final double REMAINDER = 0.3;

  /** A caller that takes most of the time cannot show that its parts changed. */
  private static final double DOMINANT = 0.5;

  /** Power of 80 %. */
  private static final double POWER = 0.8416;

  /**
   * Part of the promised error that is spent. The noise is itself estimated, and where a load
   * drifts, too low as often as too high; measured, the whole gives up to twice the promise.
   */
  private static final double SPENT = 0.5;

  private RegressionSearch() {}

  /**
   * Compares two spans.
   *
   * @param base blocks of what is compared with, in order of time
   * @param current blocks of what is looked at, in order of time
   * @throws IllegalArgumentException when a side has fewer than {@link #MIN_BLOCKS} blocks
   */
  public static Comparison compare(
      List<Profile> base, List<Profile> current, RegressionLimits limits) {
    if (base.size() < MIN_BLOCKS || current.size() < MIN_BLOCKS) {
      throw new IllegalArgumentException(
          "%d and %d blocks, expected at least %d on each side"
              .formatted(base.size(), current.size(), MIN_BLOCKS));
    }
    FunctionSeries before = new FunctionSeries(base);
    FunctionSeries now = new FunctionSeries(current);
    List<Candidate> candidates = candidates(before, now, limits);
    List<Finding> findings = new ArrayList<>();
    if (before.samples() > 0 && now.samples() > 0) {
      for (int i = 0; i < candidates.size(); i++) {
        Candidate candidate = candidates.get(i);
        if (candidate.z < threshold(limits, candidates.size() - i)) {
          break;
        }
        if (candidate.rise() >= limits.minRise()) {
          findings.add(finding(candidate, before, now));
        }
      }
    }
    double threshold = threshold(limits, Math.max(1, candidates.size()));
    return new Comparison(
        now.samples(),
        before.samples(),
        candidates.size(),
        threshold,
        detectable(candidates, before.samples(), now.samples(), threshold),
        findings);
  }

  private record Candidate(
      Function function, BlockShare now, BlockShare before, BlockNoise noise, double z) {
    double rise() {
      return now.share() - before.share();
    }

    double error() {
      return now.error(before, noise);
    }

    double largest() {
      return Math.max(before.share(), now.share());
    }
  }

  private static double threshold(RegressionLimits limits, int tests) {
    return NormalQuantile.upper(SPENT * limits.familyError() / tests);
  }

  private static List<Candidate> candidates(
      FunctionSeries before, FunctionSeries now, RegressionLimits limits) {
    Set<Function> functions = new HashSet<>(before.functionsFrom(limits.minShare()));
    functions.addAll(now.functionsFrom(limits.minShare()));
    before.watch(functions);
    now.watch(functions);
    List<Candidate> candidates = new ArrayList<>();
    List<Function> order = List.copyOf(functions);
    BlockNoise[] noises = before.noise(order);
    for (int i = 0; i < noises.length; i++) {
      BlockShare after = now.self(order.get(i));
      BlockShare earlier = before.self(order.get(i));
      double z = after.z(earlier, noises[i]);
      candidates.add(new Candidate(order.get(i), after, earlier, noises[i], z));
    }
    candidates.sort(
        Comparator.comparingDouble(Candidate::z)
            .reversed()
            .thenComparing(candidate -> candidate.function.name()));
    return candidates;
  }

  /** By the noise of the functions whose shares are nearest to 10 %: large ones drift by more. */
  private static double detectable(
      List<Candidate> candidates, long baseSamples, long samples, double threshold) {
    if (baseSamples == 0 || samples == 0) {
      return 1;
    }
    double inverse = 1.0 / baseSamples + 1.0 / samples;
    List<Double> excess =
        candidates.stream()
            .sorted(Comparator.comparingDouble(one -> Math.abs(Math.log(one.largest() / 0.1))))
            .limit(3)
            .map(one -> one.error() / Math.sqrt(one.largest() * (1 - one.largest()) * inverse))
            .sorted()
            .toList();
    double middle = excess.isEmpty() ? 1 : Math.max(1, excess.get(excess.size() / 2));
    return Math.min(1, (threshold + POWER) * middle * Math.sqrt(0.1 * 0.9 * inverse));
  }

  private static Finding finding(Candidate candidate, FunctionSeries before, FunctionSeries now) {
    Optional<String> counterpart = Optional.empty();
    Finding.Verdict verdict = Finding.Verdict.REGRESSION;
    double left = now.lately(candidate.function) - candidate.before.share();
    if (left < REMAINDER * candidate.rise()) {
      verdict = Finding.Verdict.TRANSIENT;
    } else {
      counterpart = movedFrom(candidate, before, now);
      if (counterpart.isPresent()) {
        verdict = Finding.Verdict.COST_SHIFT;
      }
    }
    return new Finding(
        candidate.function.name(),
        candidate.function.module(),
        candidate.function.kernel(),
        candidate.now.share(),
        candidate.before.share(),
        candidate.error(),
        candidate.z,
        verdict,
        counterpart);
  }

  /**
   * Cost moved when the function with all it calls, or its main caller, costs no more than before,
   * and something below it costs less by about as much: a renamed function, one that was inlined.
   */
  private static Optional<String> movedFrom(
      Candidate candidate, FunctionSeries before, FunctionSeries now) {
    Function function = candidate.function;
    if (unchanged(function, candidate, before, now)) {
      return fallen(function, candidate, before, now);
    }
    Optional<Function> caller =
        now.callers(function).entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey);
    return caller
        .filter(one -> before.total(one) <= DOMINANT && unchanged(one, candidate, before, now))
        .flatMap(one -> fallen(one, candidate, before, now));
  }

  /** Whether a function that holds the risen one rose by much less than that would make it rise. */
  private static boolean unchanged(
      Function holder, Candidate candidate, FunctionSeries before, FunctionSeries now) {
    double earlier = before.total(holder);
    double expected = candidate.rise() * (1 - earlier) / (1 - candidate.before.share());
    return earlier > 0 && now.total(holder) - earlier < REMAINDER * expected;
  }

  private static Optional<String> fallen(
      Function caller, Candidate candidate, FunctionSeries before, FunctionSeries now) {
    return before.calledBy(caller).stream()
        .filter(callee -> !callee.equals(candidate.function))
        .filter(callee -> before.total(callee) - now.total(callee) > candidate.rise() / 2)
        .max(Comparator.comparingDouble(callee -> before.total(callee) - now.total(callee)))
        .map(Function::name);
  }
}
