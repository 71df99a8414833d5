package dev.kedge.verify.compare;

import dev.kedge.verify.flake.CaseKey;
import dev.kedge.verify.flake.History;
import dev.kedge.verify.flake.MoreFailures;
import dev.kedge.verify.flake.PassProbability;
import dev.kedge.verify.flake.Tallies;
import dev.kedge.verify.flake.Tally;
import dev.kedge.verify.result.Better;
import dev.kedge.verify.result.BootResult;
import dev.kedge.verify.result.CaseComparison;
import dev.kedge.verify.result.CaseResult;
import dev.kedge.verify.result.Change;
import dev.kedge.verify.result.Metric;
import dev.kedge.verify.result.MetricComparison;
import dev.kedge.verify.result.Scale;
import dev.kedge.verify.result.Statistic;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * All comparisons of one run: each metric that a gate looks at once per gate, all other metrics
 * once, and each case by how often it failed. Gates are corrected together by Holm's procedure: the
 * chance that any of them raises a false alarm is at most alpha. What no gate looks at is corrected
 * by Benjamini and Hochberg's: of what is shown as a change, at most a share of alpha is none.
 */
final class RunComparison {
  private static final int FEWEST_FOR_P99 = 100;

  private final String baseline;
  private final String candidate;
  private final DetectableEffect detectable;
  private final double alpha;
  private final SortedMap<Place, MetricPair> metrics = new TreeMap<>();

  /**
   * Collects what both kernels measured.
   *
   * @param boots all boots, in the order they ran
   * @param baseline the baseline's label
   * @param candidate the candidate's label
   * @param detectable what was found before on what tests can detect
   * @param alpha the level of the run
   */
  RunComparison(
      List<BootResult> boots,
      String baseline,
      String candidate,
      DetectableEffect detectable,
      double alpha) {
    this.detectable = detectable;
    this.baseline = baseline;
    this.candidate = candidate;
    this.alpha = alpha;
    for (BootResult boot : boots) {
      boolean old = boot.kernel().equals(baseline);
      if (old || boot.kernel().equals(candidate)) {
        boot.cases().forEach(ran -> collect(boot.machine(), ran, old));
      }
    }
  }

  /** A gated comparison with its gate. */
  record Gated(Gate gate, MetricComparison comparison) {}

  /** The comparisons that gates look at, corrected. */
  List<Gated> gated(List<Gate> gates) {
    List<Wanted> wanted = new ArrayList<>();
    for (Gate gate : gates) {
      if (gate.rule() instanceof GateRule.Compared rule) {
        metrics.forEach((place, pair) -> {
          if (gate.covers(place.path()) && place.metric().equals(rule.metric())) {
            wanted.add(new Wanted(gate, rule.tolerance(), place, rule.statistic(), pair));
          }
        });
      }
    }
    List<MetricComparison> judged = compare(wanted, true);
    List<Gated> gated = new ArrayList<>();
    for (int i = 0; i < judged.size(); i++) {
      gated.add(new Gated(wanted.get(i).gate(), judged.get(i)));
    }
    return gated;
  }

  /** The comparisons of the metrics that no gate compares, corrected. */
  List<MetricComparison> shown(List<Gated> gated) {
    Gate none = new Gate("", "", false, new GateRule.Passes());
    List<Wanted> wanted = new ArrayList<>();
    metrics.forEach((place, pair) -> {
      for (Statistic statistic : statistics(pair)) {
        boolean seen =
            gated.stream()
                .map(Gated::comparison)
                .anyMatch(c ->
                    c.path().equals(place.path())
                        && c.machine().equals(place.machine())
                        && c.metric().equals(place.metric())
                        && c.statistic() == statistic);
        if (!seen) {
          wanted.add(new Wanted(none, Tolerance.DEFAULT, place, statistic, pair));
        }
      }
    });
    return compare(wanted, false);
  }

  /** How often each case failed on both kernels, the baseline with its history, corrected. */
  List<CaseComparison> cases(List<BootResult> boots, History history, String candidateRelease) {
    SortedMap<CaseKey, Tally> before = Tallies.of(ofKernel(boots, baseline));
    SortedMap<CaseKey, Tally> now = Tallies.of(ofKernel(boots, candidate));
    TreeSet<CaseKey> keys = new TreeSet<>(now.keySet());
    keys.addAll(before.keySet());
    List<CaseKey> ordered = List.copyOf(keys);
    double[] p = new double[ordered.size()];
    Tally[] old = new Tally[p.length];
    for (int i = 0; i < p.length; i++) {
      CaseKey key = ordered.get(i);
      old[i] = before.getOrDefault(key, Tally.EMPTY).and(history.without(candidateRelease, key));
      p[i] = MoreFailures.pValue(now.getOrDefault(key, Tally.EMPTY), old[i]);
    }
    double[] adjusted = Multiplicity.holm(p);
    List<CaseComparison> cases = new ArrayList<>();
    for (int i = 0; i < p.length; i++) {
      CaseKey key = ordered.get(i);
      cases.add(compared(key, old[i], now.getOrDefault(key, Tally.EMPTY), p[i], adjusted[i]));
    }
    return cases;
  }

  private CaseComparison compared(CaseKey key, Tally old, Tally now, double p, double adjusted) {
    Change change =
        old.runs() == 0 || now.runs() == 0
            ? Change.UNKNOWN
            : adjusted <= alpha ? Change.WORSE : Change.NONE_SEEN;
    return new CaseComparison(
        key.path(),
        key.machine(),
        old.failures(),
        old.runs(),
        now.failures(),
        now.runs(),
        p,
        adjusted,
        PassProbability.after(now).mean(),
        change);
  }

  private List<MetricComparison> compare(List<Wanted> wanted, boolean gates) {
    MetricComparer comparer = new MetricComparer(detectable, alpha);
    List<MetricComparison> raw = new ArrayList<>();
    for (Wanted one : wanted) {
      Place at = one.place();
      Statistic statistic = single(one.pair()) ? Statistic.VALUE : one.statistic();
      raw.add(
          comparer.compare(
              new MetricKey(at.path(), at.machine(), at.metric(), statistic),
              baseline,
              candidate,
              one.pair(),
              one.tolerance(),
              gates,
              wanted.size()));
    }
    double[] p = raw.stream().mapToDouble(MetricComparison::pValue).toArray();
    double[] adjusted = gates ? Multiplicity.holm(p) : Multiplicity.benjaminiHochberg(p);
    List<MetricComparison> judged = new ArrayList<>();
    for (int i = 0; i < p.length; i++) {
      judged.add(raw.get(i).judged(adjusted[i], change(raw.get(i), adjusted[i])));
    }
    return judged;
  }

  /**
   * The change of a comparison. A gate's test looks for losses only; a gain is told by its
   * interval.
   */
  private Change change(MetricComparison c, double adjusted) {
    if (c.change() == Change.UNKNOWN) {
      return Change.UNKNOWN;
    }
    boolean more = c.effect() > 0;
    boolean good = c.better() == Better.HIGHER ? more : !more;
    if (adjusted <= alpha) {
      if (c.better() == Better.NEITHER) {
        return Change.DIFFERENT;
      }
      return c.gated() || !good ? Change.WORSE : Change.BETTER;
    }
    boolean directed = c.gated() && c.better() != Better.NEITHER;
    return directed && good && beyond(c) ? Change.BETTER : Change.NONE_SEEN;
  }

  /** Whether the whole interval lies beyond the minimal effect, on the side of the effect. */
  private static boolean beyond(MetricComparison c) {
    if (c.low() == c.high() && c.effect() == 0) {
      return false;
    }
    double gain = c.scale() == Scale.RELATIVE ? 1 - 1 / (1 + c.minimalEffect()) : c.minimalEffect();
    return c.effect() > 0 ? c.low() > c.minimalEffect() : c.high() < -gain;
  }

  private record Place(String path, String machine, String metric) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int order = path.compareTo(other.path);
      order = order != 0 ? order : machine.compareTo(other.machine);
      return order != 0 ? order : metric.compareTo(other.metric);
    }
  }

  private record Wanted(
      Gate gate, Tolerance tolerance, Place place, Statistic statistic, MetricPair pair) {}

  private void collect(String machine, CaseResult ran, boolean old) {
    for (Metric metric : ran.metrics()) {
      MetricPair pair =
          metrics.computeIfAbsent(
              new Place(ran.path(), machine, metric.name()),
              at -> new MetricPair(new ArrayList<>(), new ArrayList<>()));
      (old ? pair.baseline() : pair.candidate()).add(metric);
    }
  }

  private static List<BootResult> ofKernel(List<BootResult> boots, String label) {
    return boots.stream().filter(boot -> boot.kernel().equals(label)).toList();
  }

  private static boolean single(MetricPair pair) {
    return fewestAndMost(pair)[1] == 1;
  }

  private static List<Statistic> statistics(MetricPair pair) {
    int[] sizes = fewestAndMost(pair);
    if (sizes[1] == 1) {
      return List.of(Statistic.VALUE);
    }
    return sizes[0] >= FEWEST_FOR_P99
        ? List.of(Statistic.P50, Statistic.P99, Statistic.MAX)
        : List.of(Statistic.P50, Statistic.MAX);
  }

  private static int[] fewestAndMost(MetricPair pair) {
    var sizes =
        Stream.concat(pair.baseline().stream(), pair.candidate().stream())
            .mapToInt(metric -> metric.values().size())
            .summaryStatistics();
    return new int[] {sizes.getMin(), sizes.getMax()};
  }
}
