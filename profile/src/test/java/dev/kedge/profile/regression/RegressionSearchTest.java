package dev.kedge.profile.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.kedge.model.TimeRange;
import dev.kedge.profile.CodeModule;
import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.Frame;
import dev.kedge.profile.NamedFrame;
import dev.kedge.profile.Profile;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.WeightedStack;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegressionSearchTest {
  /** Comparisons a row; more of them give the figures of docs/benchmarks.md. */
  private static final int COMPARISONS = Integer.getInteger("kedge.regression.comparisons", 100);

  /** Two CPUs at 99 Hz for two seconds. */
  private static final int BLOCK_SAMPLES = 396;

  private static final TimeRange RANGE = new TimeRange(Instant.EPOCH, Instant.EPOCH.plusSeconds(2));

  /** A function of 10 %, and thirty others whose shares fall off as those of real profiles do. */
  private static final double[] SHARES = shares();

  private static double[] shares() {
    double[] shares = new double[31];
    shares[0] = 0.1;
    double sum = IntStream.rangeClosed(1, 30).mapToDouble(i -> 1.0 / i).sum();
    for (int i = 1; i < shares.length; i++) {
      shares[i] = 0.9 / i / sum;
    }
    return shares;
  }

  /**
   * Blocks of samples. What runs changes from sample to sample with a chance of {@code 1 / run}, so
   * samples hang together; and the load drifts: weights follow an autoregressive process from
   * second to second with that relative scatter and a memory of about five seconds.
   */
  private static List<Profile> blocks(
      int count, Random random, double run, double drift, IntToDoubleFunction firstShare) {
    List<Profile> blocks = new ArrayList<>();
    double[] state = new double[SHARES.length];
    for (int i = 0; i < state.length; i++) {
      state[i] = random.nextGaussian() * drift;
    }
    int running = pick(SHARES, random);
    for (int block = 0; block < count; block++) {
      long[] counts = new long[SHARES.length];
      double[] weights = new double[SHARES.length];
      for (int sample = 0; sample < BLOCK_SAMPLES; sample++) {
        if (sample % 198 == 0) {
          for (int i = 0; i < weights.length; i++) {
            state[i] = 0.8 * state[i] + 0.6 * drift * random.nextGaussian();
            double share = i == 0 ? firstShare.applyAsDouble(block) : SHARES[i];
            weights[i] = share * Math.max(0.05, 1 + state[i]);
          }
        }
        if (random.nextDouble() * run < 1) {
          running = pick(weights, random);
        }
        counts[running]++;
      }
      blocks.add(profile(counts));
    }
    return blocks;
  }

  private static int pick(double[] weights, Random random) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    double at = random.nextDouble() * sum;
    for (int i = 0; i < weights.length; i++) {
      at -= weights[i];
      if (at < 0) {
        return i;
      }
    }
    return weights.length - 1;
  }

  private static Profile profile(long[] counts) {
    List<WeightedStack> stacks = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        stacks.add(stack(counts[i], "function_" + i, "main"));
      }
    }
    return profile(stacks);
  }

  private static Profile profile(List<WeightedStack> stacks) {
    return new Profile(RANGE, SampleKind.CPU, Duration.ofMillis(10), stacks, 0);
  }

  private static WeightedStack stack(long count, String... leafFirst) {
    CodeModule module = new CodeModule("/usr/bin/app", Optional.empty());
    List<NamedFrame> frames = new ArrayList<>();
    for (String name : leafFirst) {
      frames.add(
          new NamedFrame(
              new Frame.Code(CodeOrigin.NATIVE, module, name.hashCode()), Optional.of(name)));
    }
    return new WeightedStack("app", -1, frames, count);
  }

  private static Comparison compare(List<Profile> base, List<Profile> current) {
    return RegressionSearch.compare(base, current, RegressionLimits.STANDARD);
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 1001, 1", "3, 0, 1002, 1", "1, 0.1, 1003, 1", "2, 0.3, 1004, 3"})
  void aHundredComparisonsOfTheSameRaiseFewFalseAlarms(
      double run, double drift, int seed, int most) {
    Random random = new Random(seed);
    int alarms = 0;
    for (int i = 0; i < COMPARISONS; i++) {
      List<Profile> base = blocks(450, random, run, drift, _ -> 0.1);
      List<Profile> current = blocks(60, random, run, drift, _ -> 0.1);
      alarms += compare(base, current).findings().isEmpty() ? 0 : 1;
    }
    IO.println(
        "runs of %s, drift %s: %d of %d false alarms".formatted(run, drift, alarms, COMPARISONS));
    // One in a hundred is not promised where every share drifts by a third of itself.
    assertThat(alarms).isLessThanOrEqualTo((int) Math.ceil(most * COMPARISONS / 100.0));
  }

  /**
   * One point where samples are independent; where they come in runs of three, each says a third of
   * what it would alone, and only a rise of two and a half points can be told from noise.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 0.1112, 75, 0.012, 2001",
    "3, 0, 0.128, 60, 0.025, 2002",
    "1, 0.1, 0.1112, 20, 0.02, 2003",
    "3, 0, 0.1112, 0, 0.025, 2004",
    "3, 0, 0.1224, 50, 0.025, 2005",
  })
  void aRiseOfTenPercentIsMostlyFoundWithinTwoMinutes(
      double run, double drift, double weight, int least, double detectable, int seed) {
    Random random = new Random(seed);
    int found = 0;
    for (int i = 0; i < COMPARISONS; i++) {
      // Of the base there is more: a quarter of an hour, in blocks of two seconds.
      List<Profile> base = blocks(450, random, run, drift, _ -> 0.1);
      // Weights are shares of their sum: 0.1112 / 1.0112 is 11 %.
      List<Profile> current = blocks(60, random, run, drift, _ -> weight);
      Comparison comparison = compare(base, current);
      found +=
          comparison.findings().stream()
                  .anyMatch(f ->
                      f.name().equals("function_0") && f.verdict() == Finding.Verdict.REGRESSION)
              ? 1
              : 0;
      assertThat(comparison.detectableRise()).isBetween(0.005, 2 * detectable);
    }
    IO.println(
        "runs of %s, drift %s: a rise to a weight of %s found in %d of %d"
            .formatted(run, drift, weight, found, COMPARISONS));
    assertThat(found).isGreaterThanOrEqualTo(least * COMPARISONS / 100);
  }

  @Test
  void whatIsDetectableGrowsWithTheNoise() {
    Random random = new Random(31);
    double quiet =
        compare(blocks(120, random, 1, 0, _ -> 0.1), blocks(60, random, 1, 0, _ -> 0.1))
            .detectableRise();
    double noisy =
        compare(blocks(120, random, 1, 0.3, _ -> 0.1), blocks(60, random, 1, 0.3, _ -> 0.1))
            .detectableRise();
    assertThat(noisy).isGreaterThan(1.3 * quiet);
  }

  @Test
  void aRiseThatWentAwayIsTransient() {
    Random random = new Random(41);
    Comparison comparison =
        compare(
            blocks(120, random, 1, 0, _ -> 0.1),
            blocks(60, random, 1, 0, block -> block >= 10 && block < 35 ? 0.2 : 0.1));
    assertThat(comparison.findings()).extracting(Finding::name).contains("function_0");
    assertThat(comparison.findings())
        .allMatch(finding -> finding.verdict() == Finding.Verdict.TRANSIENT);
    assertThat(comparison.hasRegression()).isFalse();
  }

  @Test
  void aRenamedFunctionIsACostShift() {
    List<Profile> base = repeated(24, stack(200, "parse", "request", "main"), rest());
    List<Profile> current = repeated(12, stack(200, "parse_fast", "request", "main"), rest());
    Finding finding = compare(base, current).findings().getFirst();
    assertThat(finding.name()).isEqualTo("parse_fast");
    assertThat(finding.verdict()).isEqualTo(Finding.Verdict.COST_SHIFT);
    assertThat(finding.counterpart()).contains("parse");
  }

  @Test
  void anInlinedFunctionIsACostShift() {
    List<Profile> base =
        repeated(24, stack(150, "hash", "lookup", "main"), stack(50, "lookup", "main"), rest());
    List<Profile> current = repeated(12, stack(200, "lookup", "main"), rest());
    Finding finding = compare(base, current).findings().getFirst();
    assertThat(finding.name()).isEqualTo("lookup");
    assertThat(finding.verdict()).isEqualTo(Finding.Verdict.COST_SHIFT);
    assertThat(finding.counterpart()).contains("hash");
  }

  @Test
  void aFunctionCalledFromElsewhereDoesNotRise() {
    List<Profile> base = repeated(24, stack(200, "copy", "read", "main"), rest());
    List<Profile> current = repeated(12, stack(200, "copy", "write", "main"), rest());
    assertThat(compare(base, current).findings()).isEmpty();
  }

  @Test
  void aNewCostIsARegression() {
    List<Profile> base = repeated(24, stack(200, "parse", "request", "main"), rest());
    List<Profile> current =
        repeated(
            12,
            stack(200, "parse", "request", "main"),
            stack(100, "checksum", "request", "main"),
            rest());
    Comparison comparison = compare(base, current);
    assertThat(comparison.findings()).extracting(Finding::name).containsExactly("checksum");
    assertThat(comparison.hasRegression()).isTrue();
  }

  @Test
  void nothingIsFoundInNothing() {
    List<Profile> none = repeated(6);
    assertThat(compare(none, none).findings()).isEmpty();
    assertThat(compare(repeated(6, rest()), none).findings()).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> compare(none, repeated(5)));
  }

  private static WeightedStack rest() {
    return stack(1800, "idle_work", "main");
  }

  private static List<Profile> repeated(int blocks, WeightedStack... stacks) {
    return IntStream.range(0, blocks).mapToObj(_ -> profile(List.of(stacks))).toList();
  }
}
