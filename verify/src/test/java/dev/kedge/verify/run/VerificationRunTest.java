package dev.kedge.verify.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.report.ReportParser;
import dev.kedge.verify.VerifyException;
import dev.kedge.verify.kernel.Kernel;
import dev.kedge.verify.kernel.KernelCache;
import dev.kedge.verify.kernel.KernelFiles;
import dev.kedge.verify.kernel.Made;
import dev.kedge.verify.machine.BootLimits;
import dev.kedge.verify.machine.ConsoleScan;
import dev.kedge.verify.machine.FakeQemu;
import dev.kedge.verify.machine.Frame;
import dev.kedge.verify.machine.LiveMachines;
import dev.kedge.verify.machine.MachineSpec;
import dev.kedge.verify.machine.Programs;
import dev.kedge.verify.result.BootOutcome;
import dev.kedge.verify.result.BootResult;
import dev.kedge.verify.result.CaseResult;
import dev.kedge.verify.result.PlanIdentity;
import dev.kedge.verify.result.ResultsJson;
import dev.kedge.verify.result.Status;
import dev.kedge.verify.result.VerificationResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which kernel is booted when, what a boot's cases are, and going on after a stop. */
class VerificationRunTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));
  private static final String UP = "frame BOOT; frame READY; frame START one\n";
  private static final String GOOD =
      UP + "frame RESULT '{\"status\":\"PASS\"}'; frame END one 0; frame EXIT 0; exit 33";
  private static final BootLimits LIMITS =
      new BootLimits(
          Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(9), 1 << 20, 1 << 20);

  @TempDir private Path folder;
  private final List<String> told = new ArrayList<>();
  private final List<Kernel> kernels = new ArrayList<>();

  @BeforeEach
  void kernels() throws IOException {
    for (String name : List.of("a", "b")) {
      Path kernel = Files.createDirectories(folder.resolve(name));
      Files.write(
          kernel.resolve("vmlinuz"), Made.image("1.2.3", name.equals("a") ? "aaaa" : "bbbb"));
      kernels.add(new KernelFiles(new KernelCache(folder)).open(name, kernel.toString()));
    }
  }

  @Test
  void kernelsTakeTurns() throws IOException {
    VerificationResult result = run(GOOD, boots("one"), 2, Integer.MAX_VALUE);

    assertThat(told).containsExactly("1/4 a one 1", "2/4 b one 1", "3/4 a one 2", "4/4 b one 2");
    assertThat(result.boots())
        .allSatisfy(boot -> {
          assertThat(boot.outcome()).isEqualTo(BootOutcome.COMPLETED);
          assertThat(boot.cases())
              .containsExactly(new CaseResult("one", "one", Status.PASS, "", List.of()));
          assertThat(folder.resolve("out").resolve(boot.console())).exists();
        });
    assertThat(new ResultsJson().read(folder.resolve("out"))).isEqualTo(result);
  }

  @Test
  void aStoppedRunGoesOn() throws IOException {
    VerificationResult half = run(GOOD, boots("one"), 2, 2);
    told.clear();
    VerificationResult whole = run(GOOD, boots("one"), 2, Integer.MAX_VALUE);

    assertThat(half.boots()).hasSize(2);
    assertThat(told).containsExactly("known a", "known b", "3/4 a one 2", "4/4 b one 2");
    assertThat(whole.boots()).hasSize(4);
    assertThat(whole.id()).isEqualTo(half.id());
  }

  @Test
  void resultsOfSomethingElseAreNotMixed() throws IOException {
    run(GOOD, boots("one"), 1, Integer.MAX_VALUE);
    Collections.reverse(kernels);

    assertThatThrownBy(() -> run(GOOD, boots("one"), 1, Integer.MAX_VALUE))
        .isInstanceOf(VerifyException.class)
        .hasMessageContaining("give another --out");
  }

  @Test
  void qemuThatDoesNotStartEndsTheRun() {
    assertThatThrownBy(() -> run("echo bad option >&2; exit 1", boots("one"), 1, Integer.MAX_VALUE))
        .isInstanceOf(VerifyException.class)
        .hasMessageContaining("bad option");
  }

  @Test
  void aCrashThatOneThreadDoesNotShowIsTheEmulators() throws IOException {
    String crash =
        "if [ \"$accel\" != tcg,thread=single ]; then "
            + UP.strip()
            + "; say 'Kernel panic - not syncing: x'; exit 1; fi\n"
            + GOOD;
    PlannedBoot boot =
        new PlannedBoot(
            "smp",
            MachineSpec.emulated("smp", 2, 512),
            List.of(PlannedSuite.of("one", "true")),
            LIMITS);

    BootResult result = run(crash, List.of(boot), 1, 1).boots().getFirst();

    assertThat(result.outcome()).isEqualTo(BootOutcome.EMULATOR_SUSPECT);
    assertThat(result.detail()).contains("Kernel panic", "one emulator thread: COMPLETED");
    assertThat(result.cases().getFirst().status()).isEqualTo(Status.ERROR);
    assertThat(folder.resolve("out/consoles/1-1.2.3/smp-1-one-thread.log")).exists();
  }

  @Test
  void suitesThatDidNotRunAreNotForgotten() throws IOException {
    PlannedSuite lacking =
        new PlannedSuite(
            "lacking",
            "true",
            Optional.empty(),
            List.of("no-such-module"),
            false,
            List.of(),
            Optional.empty());
    PlannedBoot boot =
        new PlannedBoot(
            "many",
            MachineSpec.usual(),
            List.of(
                lacking,
                PlannedSuite.of("one", "true"),
                PlannedSuite.of("two", "true"),
                PlannedSuite.of("drill", "true").panicking()),
            LIMITS);

    BootResult hung =
        run(UP + "say 'Kernel panic - not syncing: y'; exit 1", List.of(boot), 1, 1)
            .boots()
            .getFirst();

    assertThat(hung.cases().stream().map(c -> c.name() + " " + c.status()))
        .containsExactly("lacking SKIP", "one FAIL", "two MISS", "drill MISS");
  }

  @Test
  void aDrillThatIsNotSeenFails() throws IOException {
    PlannedBoot boot =
        new PlannedBoot(
            "drill",
            MachineSpec.usual(),
            List.of(PlannedSuite.of("one", "true").panicking()),
            LIMITS);

    BootResult missed =
        run(UP + "frame END one 0; frame EXIT 0; exit 33", List.of(boot), 1, 1).boots().getFirst();

    assertThat(missed.cases())
        .singleElement()
        .satisfies(c -> assertThat(c.status()).isEqualTo(Status.FAIL));
  }

  @Test
  void textIsReadByThePlan() throws IOException {
    VerificationResult result =
        run(UP + "frame TEXT ok 1 - x; frame END one 0; frame EXIT 0; exit 33", boots("one"), 1, 1);

    assertThat(result.boots().getFirst().cases())
        .containsExactly(new CaseResult("one", "ok 1 - x", Status.PASS, "", List.of()));
  }

  private VerificationResult run(String script, List<PlannedBoot> boots, int rounds, int stopAfter)
      throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Programs programs = FakeQemu.in(bin, script);
    try (LiveMachines live = new LiveMachines()) {
      BootExecutor executor =
          new BootExecutor(
              programs,
              live,
              new ConsoleScan(new ReportParser()),
              (suite, text) ->
                  text.stream()
                      .map(line -> new CaseResult(suite, line, Status.PASS, "", List.of()))
                      .toList(),
              Map.of());
      return new VerificationRun(executor, live, CLOCK, new Told(live, stopAfter))
          .run(
              new RunOrder(
                  "id",
                  new PlanIdentity("p", "0".repeat(64)),
                  kernel -> boots,
                  kernels,
                  Optional.of("a"),
                  "b",
                  rounds,
                  folder.resolve("out")));
    }
  }

  private static List<PlannedBoot> boots(String name) {
    return List.of(
        new PlannedBoot(
            name, MachineSpec.usual(), List.of(PlannedSuite.of("one", "true")), LIMITS));
  }

  /** Keeps what a run tells, and stops it after some boots. */
  private final class Told implements RunProgress {
    private final LiveMachines live;
    private int left;

    Told(LiveMachines live, int stopAfter) {
      this.live = live;
      this.left = stopAfter;
    }

    @Override
    public void starts(int number, int of, String kernel, PlannedBoot boot, int round) {
      told.add("%d/%d %s %s %d".formatted(number, of, kernel, boot.name(), round));
    }

    @Override
    public void frame(Frame frame) {}

    @Override
    public void ends(BootResult result) {
      if (--left == 0) {
        live.cancel();
      }
    }

    @Override
    public void known(BootResult result) {
      told.add("known " + result.kernel());
    }
  }
}
