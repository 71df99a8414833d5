package dev.kedge.verify.bisect;

import dev.kedge.verify.VerifyException;
import dev.kedge.verify.result.BootResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Boots kernels until the first bad one is known. Not thread-safe. */
public final class KernelBisect {
  /** Boots one kernel of the list. */
  public interface Boots {
    /**
     * Boots it and runs the suite that is asked for.
     *
     * @param index the kernel's place in the list
     * @param number how many boots there were before, over all kernels
     * @return what was seen; empty when the kernel cannot be had
     */
    Optional<BootResult> boot(int index, int number);
  }

  /** Hears what each boot showed. */
  public interface Progress {
    /**
     * A boot is over.
     *
     * @param index the kernel's place
     * @param seen what it showed
     * @param detail the value it was told by, or how a boot ended that told nothing
     */
    void seen(int index, Observation seen, String detail);
  }

  private final Boots boots;
  private final Question question;
  private final Progress progress;
  private int booted;

  /** A search that boots by {@code boots} and asks {@code question}. */
  public KernelBisect(Boots boots, Question question, Progress progress) {
    this.boots = boots;
    this.question = question;
    this.progress = progress;
  }

  /**
   * Searches.
   *
   * @param search the search over the list
   * @param good a kernel of the list known to be good
   * @param bad a kernel of the list known to be bad
   * @param references how often both are booted first to learn what a metric is on either side
   * @throws VerifyException when a known kernel cannot be tested, or the metric does not tell them
   *     apart
   */
  public Finding run(Bisection search, int good, int bad, int references) {
    return switch (question) {
      case Question.CaseFails fails ->
          search.run(index -> {
            Optional<BootResult> boot = boot(index);
            Observation seen = boot.map(fails::of).orElse(Observation.UNTESTABLE);
            progress.seen(index, seen, seen == Observation.UNTESTABLE ? ended(boot) : "");
            return seen;
          });
      case Question.MetricDiffers differs -> byMetric(search, differs, good, bad, references);
    };
  }

  private Finding byMetric(
      Bisection search, Question.MetricDiffers differs, int good, int bad, int references) {
    MetricOracle sides =
        new MetricOracle(
            learn(differs, good, references, search, Observation.GOOD),
            learn(differs, bad, references, search, Observation.BAD));
    return search.run(index -> {
      Optional<BootResult> boot = boot(index);
      OptionalDouble value = boot.map(differs::of).orElse(OptionalDouble.empty());
      Observation seen = value.isEmpty() ? Observation.UNTESTABLE : sides.of(value.getAsDouble());
      progress.seen(
          index, seen, value.isEmpty() ? ended(boot) : String.valueOf(value.getAsDouble()));
      return seen;
    });
  }

  private double[] learn(
      Question.MetricDiffers differs,
      int index,
      int references,
      Bisection search,
      Observation known) {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < 2 * references && values.size() < references; i++) {
      Optional<BootResult> boot = boot(index);
      OptionalDouble value = boot.map(differs::of).orElse(OptionalDouble.empty());
      if (value.isEmpty()) {
        progress.seen(index, Observation.UNTESTABLE, "reference " + ended(boot));
        continue;
      }
      values.add(value.getAsDouble());
      search.observe(index, known);
      progress.seen(index, known, "reference " + value.getAsDouble());
    }
    if (values.isEmpty()) {
      throw new VerifyException(
          "the known %s kernel, number %d of the list, does not measure %s in %s"
              .formatted(known, index + 1, differs.metric(), differs.path()));
    }
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static String ended(Optional<BootResult> boot) {
    return boot.map(seen -> seen.outcome() + " " + seen.detail()).orElse("no kernel");
  }

  private Optional<BootResult> boot(int index) {
    return boots.boot(index, booted++);
  }
}
