package dev.kedge.verify.bisect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A search by Bayes' rule. A hypothesis is a range of bad kernels. How often a bad kernel shows the
 * fault and how often a good one seems to is not known: both rates have Beta priors and are
 * integrated out, so that a test that fails one time in three is repeated until it is believed, and
 * one that always fails is not. The next kernel is the one whose test promises the most information
 * (Lindley 1956). Not thread-safe.
 */
public final class Bisection {
  /** The most kernels in a search for one change. */
  public static final int MAX_KERNELS = 2_000;

  /** The most kernels in a search for two changes, whose hypotheses are pairs. */
  public static final int MAX_KERNELS_BOTH = 200;

  /** A bad kernel shows the fault with any probability: uniform. */
  private static final double[] SHOWN = {1, 1};

  /** A good kernel seldom seems bad: one time in 20. */
  private static final double[] SEEMING = {0.5, 9.5};

  /** Less information than this, in nats, is not worth a test. */
  private static final double WORTHLESS = 1e-4;

  /** So many boots without an answer, and none with one, make a kernel untestable. */
  private static final int GIVE_UP = 2;

  private final int size;
  private final boolean both;
  private final double confidence;
  private final int maxTests;
  private final int[] from;
  private final int[] to;
  private final int[] bad;
  private final int[] good;
  private final int[] failed;
  private int tests;

  /**
   * A search over {@code size} kernels in their order.
   *
   * @param size how many there are
   * @param both whether the fault may have gone away again inside the list
   * @param knownBad a kernel that is known to be bad, which makes the search for two changes short
   * @param confidence the probability at which the search ends, for example 0.95
   * @param maxTests how many tests are made at most
   * @throws IllegalArgumentException when a number is out of range
   */
  public Bisection(int size, boolean both, OptionalInt knownBad, double confidence, int maxTests) {
    int most = both ? MAX_KERNELS_BOTH : MAX_KERNELS;
    if (size < 2 || size > most) {
      throw new IllegalArgumentException("%d kernels, expected 2 to %d".formatted(size, most));
    }
    if (!(confidence > 0.5 && confidence < 1) || maxTests < 1) {
      throw new IllegalArgumentException(
          "confidence %s, %d tests: expected 0.5 to 1 and at least one"
              .formatted(confidence, maxTests));
    }
    this.size = size;
    this.both = both;
    this.confidence = confidence;
    this.maxTests = maxTests;
    List<int[]> ranges = ranges(size, both, knownBad);
    this.from = ranges.stream().mapToInt(range -> range[0]).toArray();
    this.to = ranges.stream().mapToInt(range -> range[1]).toArray();
    this.bad = new int[size];
    this.good = new int[size];
    this.failed = new int[size];
  }

  private static List<int[]> ranges(int size, boolean both, OptionalInt knownBad) {
    List<int[]> ranges = new ArrayList<>();
    for (int first = 0; first <= size; first++) {
      for (int end = both ? Math.min(size, first + 1) : size; end <= size; end++) {
        int begin = first;
        int stop = end;
        if (knownBad.isEmpty() || (knownBad.getAsInt() >= begin && knownBad.getAsInt() < stop)) {
          ranges.add(new int[] {begin, stop});
        }
      }
    }
    return ranges;
  }

  /** Tests until the search is over. */
  public Finding run(Oracle oracle) {
    for (OptionalInt next = next(); next.isPresent(); next = next()) {
      observe(next.getAsInt(), oracle.test(next.getAsInt()));
    }
    return finding();
  }

  /** Takes in what a test showed. One boot that shows nothing may be the host's fault. */
  public void observe(int index, Observation seen) {
    tests++;
    switch (seen) {
      case GOOD -> good[index]++;
      case BAD -> bad[index]++;
      case UNTESTABLE -> failed[index]++;
    }
  }

  /** The kernel to test next; empty when the search is over. */
  public OptionalInt next() {
    Posterior posterior = posterior();
    if (tests >= maxTests || settled(posterior)) {
      return OptionalInt.empty();
    }
    int best = -1;
    double most = WORTHLESS;
    for (int index = 0; index < size; index++) {
      double gain = untestable(index) ? 0 : gain(posterior, index);
      if (gain > most) {
        most = gain;
        best = index;
      }
    }
    return best < 0 ? OptionalInt.empty() : OptionalInt.of(best);
  }

  private boolean untestable(int index) {
    return failed[index] >= GIVE_UP && bad[index] + good[index] == 0;
  }

  /** What is known now. */
  public Finding finding() {
    Posterior posterior = posterior();
    Span first = span(marginal(posterior, from));
    Optional<Span> again = both ? Optional.of(span(marginal(posterior, to))) : Optional.empty();
    List<Integer> skipped = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      if (untestable(i)) {
        skipped.add(i);
      }
    }
    double shown = 0;
    double seeming = 0;
    for (int h = 0; h < from.length; h++) {
      shown += posterior.weight[h] * posterior.shown[h];
      seeming += posterior.weight[h] * posterior.seeming[h];
    }
    return new Finding(first, again, settled(posterior), tests, skipped, shown, seeming);
  }

  /** The weight of each hypothesis and the two rates under it. */
  private static final class Posterior {
    private final double[] weight;
    private final double[] shown;
    private final double[] seeming;

    Posterior(double[] weight, double[] shown, double[] seeming) {
      this.weight = weight;
      this.shown = shown;
      this.seeming = seeming;
    }
  }

  private Posterior posterior() {
    int[] badBefore = prefixSums(bad);
    int[] goodBefore = prefixSums(good);
    double[] weight = new double[from.length];
    double[] shown = new double[from.length];
    double[] seeming = new double[from.length];
    for (int h = 0; h < from.length; h++) {
      int shownBad = badBefore[to[h]] - badBefore[from[h]];
      int hidden = goodBefore[to[h]] - goodBefore[from[h]];
      int seemingBad = badBefore[size] - shownBad;
      int clean = goodBefore[size] - hidden;
      weight[h] = logBeta(SHOWN, shownBad, hidden) + logBeta(SEEMING, seemingBad, clean);
      shown[h] = (SHOWN[0] + shownBad) / (SHOWN[0] + SHOWN[1] + shownBad + hidden);
      seeming[h] = (SEEMING[0] + seemingBad) / (SEEMING[0] + SEEMING[1] + seemingBad + clean);
    }
    double greatest = Arrays.stream(weight).max().orElseThrow();
    Arrays.setAll(weight, h -> Math.exp(weight[h] - greatest));
    double sum = Arrays.stream(weight).sum();
    Arrays.setAll(weight, h -> weight[h] / sum);
    return new Posterior(weight, shown, seeming);
  }

  private static int[] prefixSums(int[] counts) {
    int[] sums = new int[counts.length + 1];
    for (int i = 0; i < counts.length; i++) {
      sums[i + 1] = sums[i] + counts[i];
    }
    return sums;
  }

  /** log of the chance of the counts, relative to the prior: a ratio of Beta functions. */
  private static double logBeta(double[] prior, int hits, int misses) {
    double log = 0;
    double all = prior[0] + prior[1];
    for (int i = 0; i < hits; i++) {
      log += Math.log((prior[0] + i) / (all + i));
    }
    for (int i = 0; i < misses; i++) {
      log += Math.log((prior[1] + i) / (all + hits + i));
    }
    return log;
  }

  /** How much a test of {@code index} is expected to lower the entropy, in nats. */
  private double gain(Posterior posterior, int index) {
    double ifBad = 0;
    double conditional = 0;
    for (int h = 0; h < from.length; h++) {
      boolean isBad = index >= from[h] && index < to[h];
      double p = isBad ? posterior.shown[h] : posterior.seeming[h];
      ifBad += posterior.weight[h] * p;
      conditional += posterior.weight[h] * entropy(p);
    }
    return entropy(ifBad) - conditional;
  }

  private static double entropy(double p) {
    return p <= 0 || p >= 1 ? 0 : -p * Math.log(p) - (1 - p) * Math.log1p(-p);
  }

  private double[] marginal(Posterior posterior, int[] place) {
    double[] marginal = new double[size + 1];
    for (int h = 0; h < place.length; h++) {
      marginal[place[h]] += posterior.weight[h];
    }
    return marginal;
  }

  private boolean settled(Posterior posterior) {
    boolean first = Arrays.stream(marginal(posterior, from)).max().orElse(0) >= confidence;
    return first && (!both || Arrays.stream(marginal(posterior, to)).max().orElse(0) >= confidence);
  }

  /** The shortest range around the likeliest place that reaches the confidence. */
  private Span span(double[] marginal) {
    int likeliest = 0;
    for (int i = 1; i < marginal.length; i++) {
      likeliest = marginal[i] > marginal[likeliest] ? i : likeliest;
    }
    int low = likeliest;
    int high = likeliest;
    double sum = marginal[likeliest];
    while (sum < confidence && (low > 0 || high < marginal.length - 1)) {
      double below = low > 0 ? marginal[low - 1] : -1;
      double above = high < marginal.length - 1 ? marginal[high + 1] : -1;
      sum += Math.max(below, above);
      if (below >= above) {
        low--;
      } else {
        high++;
      }
    }
    return new Span(low, high, likeliest, Math.min(1, sum));
  }
}
