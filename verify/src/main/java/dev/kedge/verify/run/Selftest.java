package dev.kedge.verify.run;

import dev.kedge.verify.kernel.Kernel;
import dev.kedge.verify.machine.BootLimits;
import dev.kedge.verify.machine.MachineSpec;
import dev.kedge.verify.result.BootOutcome;
import dev.kedge.verify.result.BootResult;
import dev.kedge.verify.result.CaseResult;
import dev.kedge.verify.result.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tries the machine itself with a kernel known to be good: a clean end, a program that fails, a
 * panic and a hang must each be seen for what it is. A failure here is the environment's, not the
 * kernel's.
 */
public final class Selftest {
  private static final Duration HANG_LIMIT = Duration.ofSeconds(6);
  private static final String GOOD =
      "echo '{\"status\":\"PASS\",\"metrics\":[{\"name\":\"pid\",\"unit\":\"1\",\"values\":['$$']}]}'";

  private final BootExecutor executor;
  private final MachineSpec machine;

  /** Tries this machine. */
  public Selftest(BootExecutor executor, MachineSpec machine) {
    this.executor = executor;
    this.machine = machine;
  }

  /**
   * One trial.
   *
   * @param what what was tried
   * @param expected how it must end
   * @param seen how it ended
   * @param passed whether it was seen for what it is
   */
  public record Trial(String what, BootOutcome expected, BootResult seen, boolean passed) {}

  /**
   * Boots the kernel four times.
   *
   * @param folder where consoles go
   * @param done hears of each trial when it is done
   */
  public List<Trial> run(Kernel kernel, Path folder, Consumer<Trial> done) {
    List<Trial> trials = new ArrayList<>();
    for (Expectation expectation : expectations()) {
      PlannedBoot boot =
          new PlannedBoot(
              expectation.name(), machine, List.of(expectation.suite()), BootLimits.USUAL);
      String console = "consoles/selftest/" + boot.name() + ".log";
      BootResult seen = executor.boot(kernel, boot, 1, folder, console, frame -> {});
      boolean passed =
          seen.outcome() == expectation.outcome()
              && seen.cases().stream()
                  .map(CaseResult::status)
                  .allMatch(expectation.status()::equals);
      Trial trial = new Trial(expectation.what(), expectation.outcome(), seen, passed);
      trials.add(trial);
      done.accept(trial);
    }
    return trials;
  }

  private record Expectation(
      String name, String what, PlannedSuite suite, BootOutcome outcome, Status status) {}

  private static List<Expectation> expectations() {
    return List.of(
        new Expectation(
            "good",
            "a program that passes",
            PlannedSuite.of("good", GOOD),
            BootOutcome.COMPLETED,
            Status.PASS),
        new Expectation(
            "bad",
            "a program that fails",
            PlannedSuite.of("bad", "exit 3"),
            BootOutcome.GUEST_FAILED,
            Status.ERROR),
        new Expectation(
            "panic",
            "a panic",
            PlannedSuite.of("panic", "echo c >/proc/sysrq-trigger; sleep 60").panicking(),
            BootOutcome.DRILLED,
            Status.PASS),
        new Expectation(
            "hang",
            "a program that hangs",
            new PlannedSuite(
                "hang",
                // In virtual time a sleeping guest ends at once; a busy one does not.
                "while :; do :; done",
                Optional.of(HANG_LIMIT),
                List.of(),
                false,
                List.of(),
                Optional.empty()),
            BootOutcome.TIMED_OUT,
            Status.FAIL));
  }
}
