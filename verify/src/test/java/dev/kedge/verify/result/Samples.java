package dev.kedge.verify.result;

import dev.kedge.model.BuildId;
import dev.kedge.model.KernelRelease;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Verifications for tests. */
public final class Samples {
  /** The label of the baseline. */
  public static final String OLD = "debian:6.12";

  /** The label of the candidate. */
  public static final String NEW = "debian:7.2";

  private Samples() {}

  /** A kernel of which only the label and the release matter. */
  public static KernelIdentity kernel(String label, String release) {
    return new KernelIdentity(
        label,
        new KernelRelease(release),
        Optional.of(new BuildId("0123456789abcdef0123456789abcdef01234567")),
        "x86_64",
        release + "-1",
        "ab".repeat(32),
        12_345_678,
        new TreeMap<>(java.util.Map.of("CONFIG_CFS_BANDWIDTH", "y", "CONFIG_HZ", "250")));
  }

  /** A case with one metric of one value. */
  public static CaseResult measured(String suite, Status status, double value) {
    return new CaseResult(
        suite,
        suite,
        status,
        status == Status.FAIL ? "too slow" : "",
        List.of(new Metric("stall_max", "ms", Better.LOWER, List.of(value), 0)));
  }

  /** One boot with such cases. */
  public static BootResult boot(String kernel, int round, CaseResult... cases) {
    return new BootResult(
        kernel,
        "one-cpu",
        round,
        BootOutcome.COMPLETED,
        "",
        Duration.ofMillis(20_500),
        List.of(cases),
        List.of(),
        "console-" + round + (kernel.equals(OLD) ? "-old.log" : "-new.log"));
  }

  /** A failed verification with one of everything. */
  public static VerificationResult failed() {
    List<BootResult> boots = new ArrayList<>();
    double[] before = {64, 68, 66};
    double[] after = {494, 896, 610};
    for (int round = 1; round <= 3; round++) {
      boots.add(boot(OLD, round, measured("nested", Status.DONE, before[round - 1])));
      boots.add(boot(NEW, round, measured("nested", Status.DONE, after[round - 1])));
    }
    boots.add(hang());
    return new VerificationResult(
        "20261122T203500Z-6.12-7.2",
        Instant.parse("2026-11-22T20:35:00Z"),
        Instant.parse("2026-11-22T20:41:30Z"),
        new PlanIdentity("release", "cd".repeat(32)),
        Optional.of(OLD),
        NEW,
        List.of(kernel(OLD, "6.12.107-cloud-amd64"), kernel(NEW, "7.2.12-cloud-amd64")),
        boots,
        List.of(comparison()),
        List.of(
            new CaseComparison("hang", "one-cpu", 0, 3, 1, 1, 0.25, 0.25, 0.33, Change.NONE_SEEN)),
        List.of(
            new Delta(
                DeltaKind.CONFIG,
                4000,
                0,
                0,
                1,
                List.of(new Delta.Entry("CONFIG_HZ", Delta.Sign.CHANGED, "250", "1000")))),
        List.of(
            new GateVerdict(
                "nested-stall",
                "nested",
                "stall_max not more than 10 % above the baseline",
                Verdict.FAIL,
                true,
                "610 ms against 66 ms",
                Optional.empty()),
            new GateVerdict(
                "hang",
                "hang",
                "passes",
                Verdict.FAIL,
                true,
                "1 of 1 failed",
                Optional.of(
                    new Waiver("hang", "ops@example.org", "known", LocalDate.of(2026, 12, 1))))),
        Verdict.FAIL);
  }

  /** A passed verification that rests on one waiver. */
  public static VerificationResult passed() {
    VerificationResult failed = failed();
    return new VerificationResult(
        failed.id(),
        failed.started(),
        failed.ended(),
        failed.plan(),
        failed.baseline(),
        failed.candidate(),
        failed.kernels(),
        failed.boots(),
        List.of(),
        failed.cases(),
        failed.deltas(),
        failed.gates().subList(1, 2),
        Verdict.PASS);
  }

  private static BootResult hang() {
    return new BootResult(
        NEW,
        "one-cpu",
        4,
        BootOutcome.TIMED_OUT,
        "no frame for 60 s",
        Duration.ofSeconds(60),
        List.of(
            new CaseResult("hang", "first", Status.FAIL, "hung <&\"> \u0001", List.of()),
            new CaseResult("hang", "second", Status.MISS, "not started", List.of())),
        List.of(new ConsoleReport("INFO: task hung in foo", "HANG", "f1", 120, false)),
        "console-4-new.log");
  }

  /** A comparison that found a change. */
  public static MetricComparison comparison() {
    return new MetricComparison(
        "nested",
        "one-cpu",
        "stall_max",
        Statistic.VALUE,
        "ms",
        Better.LOWER,
        new SideSummary(OLD, List.of(64.0, 68.0, 66.0), List.of(false, false, false)),
        new SideSummary(NEW, List.of(494.0, 896.0, 610.0), List.of(false, false, true)),
        Scale.RELATIVE,
        8.24,
        6.5,
        12.9,
        0.2,
        0.1,
        OptionalDouble.of(0.4),
        Method.BOOT_WELCH,
        0.0156,
        0.03,
        true,
        Change.WORSE,
        "three boots a side");
  }
}
