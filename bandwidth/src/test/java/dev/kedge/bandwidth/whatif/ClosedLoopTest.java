package dev.kedge.bandwidth.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.bandwidth.Band;
import dev.kedge.bandwidth.CpuLimit;
import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.Machine;
import dev.kedge.bandwidth.host.HostSnapshot;
import dev.kedge.bandwidth.host.SimulatedSnapshot;
import dev.kedge.bandwidth.scenario.Group;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.Span;
import dev.kedge.bandwidth.scenario.Step;
import dev.kedge.bandwidth.scenario.Workload;
import dev.kedge.bandwidth.sim.GroupCounters;
import dev.kedge.bandwidth.sim.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The fit against itself: a load is simulated, its counters are taken as a snapshot, another limit
 * is predicted from them and compared with the simulation of that limit. The loads are not of the
 * shapes the fit knows, except by chance.
 */
class ClosedLoopTest {
  private static final Map<String, Workload> LOADS =
      Map.of(
          "hogs",
          Workload.of(
              "hog", "/g", 3, List.of(Step.Repeat.forever(List.of(new Step.Run(Span.ms(5)))))),
          "requests",
          Workload.of(
              "web",
              "/g",
              6,
              List.of(
                  Step.Repeat.forever(
                      List.of(
                          new Step.Sleep(new Span.Exponential(40_000_000)),
                          new Step.Run(new Span.Uniform(1_000_000, 7_000_000)))))),
          "collector",
          Workload.of(
              "gc",
              "/g",
              4,
              List.of(new Step.Periodic("gc", 350_000_000, 0, List.of(new Step.Run(Span.ms(25)))))),
          "timers",
          Workload.of(
                  "job",
                  "/g",
                  2,
                  List.of(
                      new Step.Periodic("job", 50_000_000, 0, List.of(new Step.Run(Span.ms(10))))))
              .starting(0, 13_000_000));

  @ParameterizedTest
  @CsvSource({
    "hogs, 50000, 25000, 6.12",
    "hogs, 50000, 150000, 6.12",
    "hogs, 80000, 40000, 6.18",
    "requests, 50000, 25000, 6.12",
    "requests, 50000, 80000, 6.12",
    "requests, 50000, 150000, 6.18",
    "requests, 100000, 60000, 6.18",
    "collector, 50000, 25000, 6.12",
    "collector, 50000, 80000, 6.12",
    "collector, 50000, 150000, 6.18",
    "timers, 50000, 25000, 6.12",
    "timers, 50000, 80000, 6.12",
    "timers, 30000, 60000, 6.18",
  })
  void predictsAnotherLimit(String load, long now, long other, String kernel) {
    HostSnapshot host = SimulatedSnapshot.of(scenario(load, now, kernel, 5));
    Question question =
        new Question(
            Question.STANDARD_TARGET,
            new LimitChange(OptionalLong.of(other), OptionalLong.empty(), OptionalLong.empty()),
            List.of(),
            24,
            1);

    GroupAnswer answer = new WhatIf(host, question, text -> {}).group("/g");

    Option predicted =
        answer.options().stream()
            .filter(option -> option.name().equals("asked for"))
            .findAny()
            .orElseThrow();
    List<Double> shares = new ArrayList<>();
    List<Double> usages = new ArrayList<>();
    for (int seed = 100; seed < 109; seed++) {
      GroupCounters truth = counters(scenario(load, other, kernel, seed));
      shares.add((double) truth.nrThrottled() / Math.max(1, truth.nrPeriods()));
      usages.add(truth.usageNs() / 10e9);
    }
    double share = Band.of(shares, Double::doubleValue).median();
    double usage = Band.of(usages, Double::doubleValue).median();
    assertThat(predicted.throttledShare().contains(share, 0.1))
        .as("throttled share %s should hold %.3f; %s", predicted.throttledShare(), share, answer)
        .isTrue();
    assertThat(predicted.usage().contains(usage, 0.1 * usage))
        .as("usage %s should hold %.3f; %s", predicted.usage(), usage, answer)
        .isTrue();
  }

  @Test
  void theQuotaItFindsIsEnoughAndNotFarTooMuch() {
    HostSnapshot host = SimulatedSnapshot.of(scenario("requests", 50_000, "6.12", 5));

    GroupAnswer answer = new WhatIf(host, Question.standard(1), text -> {}).group("/g");

    Option found =
        answer.options().stream()
            .filter(option -> option.name().equals("smallest quota"))
            .findAny()
            .orElseThrow();
    assertThat(found.possible()).isTrue();
    assertThat(found.meetsTarget()).isTrue();
    long quota = Long.parseLong(found.setting().split(" ", 2)[0]);
    assertThat(throttledShare("requests", quota * 13 / 10)).isLessThanOrEqualTo(0.02);
    assertThat(throttledShare("requests", quota / 2)).isGreaterThan(0.02);
  }

  private static GroupCounters counters(Scenario scenario) {
    return Objects.requireNonNull(Simulation.run(scenario).groups().get("/g"));
  }

  private static double throttledShare(String load, long quota) {
    GroupCounters counters = counters(scenario(load, quota, "6.12", 9));
    return (double) counters.nrThrottled() / Math.max(1, counters.nrPeriods());
  }

  private static Scenario scenario(String load, long quota, String kernel, long seed) {
    return new Scenario(
        load,
        Machine.of(4),
        Kernel.release(kernel),
        List.of(Group.of("/g", CpuLimit.of(quota, 100_000))),
        List.of(),
        List.of(LOADS.get(load)),
        List.of(),
        10_000_000_000L,
        seed);
  }
}
