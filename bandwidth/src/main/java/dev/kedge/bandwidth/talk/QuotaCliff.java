package dev.kedge.bandwidth.talk;

import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.picture.Run;
import dev.kedge.bandwidth.picture.SweepSvg;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.Span;
import dev.kedge.bandwidth.scenario.Step;
import dev.kedge.bandwidth.scenario.Workload;
import dev.kedge.bandwidth.scenario.document.TimeText;
import dev.kedge.bandwidth.sim.GroupCounters;
import dev.kedge.bandwidth.sim.OperationResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Responses of a periodic service over its quota: where they fall off the cliff. */
final class QuotaCliff implements Experiment {
  private static final String GROUP = "/service";
  private static final int WORKERS = 4;
  private static final long DEMAND_US = 100_000;
  private static final List<Integer> PERCENTS =
      List.of(80, 90, 95, 100, 105, 110, 120, 130, 150, 175, 200, 250);
  private static final int BAR = 50;

  @Override
  public String name() {
    return "quota-cliff";
  }

  @Override
  public String summary() {
    return "responses over the quota: where it is set too small";
  }

  @Override
  public TalkResult run(Settings settings) {
    Table table =
        new Table(
            "Responses of a service that needs one CPU on average, 30 s each",
            2,
            "kernel",
            "quota / demand",
            "p50",
            "p99",
            "periods throttled",
            "done / due");
    List<String> pictures = new ArrayList<>();
    List<SweepSvg.Series> curves = new ArrayList<>();
    Map<String, Object> figures = new LinkedHashMap<>();
    for (char letter : new char[] {'A', 'B'}) {
      String label = Character.toString(letter);
      List<SweepSvg.Point> points = new ArrayList<>();
      List<Object> json = new ArrayList<>();
      for (int percent : PERCENTS) {
        Run run =
            settings.simulate(
                "%s, quota %d %%".formatted(label, percent),
                scenario(Kernel.mechanism(letter), percent));
        OperationResult requests = run.result().operations().getFirst();
        GroupCounters group = Objects.requireNonNull(run.result().groups().get(GROUP), GROUP);
        double share = (double) group.nrThrottled() / Math.max(1, group.nrPeriods());
        long p99 = requests.nanoseconds().getValueAtPercentile(99);
        table.row(
            label,
            percent + " %",
            Times.percentile(requests, 50),
            Times.percentile(requests, 99),
            String.format(Locale.ROOT, "%.1f %%", share * 100),
            requests.done() + " / " + requests.due());
        points.add(new SweepSvg.Point(percent, p99));
        Map<String, Object> point = new LinkedHashMap<>(Times.json(requests));
        point.put("percent", percent);
        point.put("throttledShare", share);
        json.add(point);
      }
      figures.put(label, json);
      curves.add(new SweepSvg.Series("p99, " + label, points));
      pictures.add(bars(label, points));
    }
    String title = "p99 of the response over the quota, in % of the demand";
    return new TalkResult(
        name(),
        "Where the quota is set too small",
        "The talk shows no figure; users report that services fall over at half of what they"
            + " reserve\n(danluu.com/cgroup-throttling): the mean says nothing, single periods"
            + " need more.",
        List.of(table),
        List.of(
            "4 CPUs, 4 workers, each with a request every 20 ms that takes 5 ms on average"
                + " (exponential): one CPU in all. Period 100 ms.",
            "A and B differ in what happens to tasks in the kernel, and this service has none"
                + " there."),
        pictures,
        Optional.of(SweepSvg.of(title, "%", curves)),
        figures);
  }

  /** One bar per quota, as long as the logarithm of the p99. */
  private static String bars(String label, List<SweepSvg.Point> points) {
    double highest = points.stream().mapToLong(SweepSvg.Point::ns).max().orElse(1);
    StringBuilder text = new StringBuilder("p99, " + label + " (logarithmic from 1 ms)\n");
    for (SweepSvg.Point point : points) {
      double share = Math.log10(Math.max(1, point.ns() / 1e6)) / Math.log10(highest / 1e6);
      text.append(
          "%5.0f %% |%-50s %s\n"
              .formatted(
                  point.x(),
                  "#".repeat(Math.clamp(Math.round(share * BAR), 0, BAR)),
                  TimeText.rounded(point.ns())));
    }
    return text.toString();
  }

  static Scenario scenario(Kernel kernel, int percent) {
    Step request = new Step.Run(new Span.Exponential(5_000_000));
    List<Workload> workers = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      workers.add(
          Workload.of(
              "worker" + i,
              GROUP,
              1,
              List.of(new Step.Periodic("request", 20_000_000, i * 5_000_000L, List.of(request)))));
    }
    return new Scenario(
        "quota cliff",
        Machine.of(WORKERS),
        kernel,
        List.of(Group.of(GROUP, CpuLimit.of(DEMAND_US * percent / 100, 100_000))),
        List.of(),
        workers,
        List.of(),
        30_000_000_000L,
        1);
  }
}
