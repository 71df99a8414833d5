package dev.kedge.verify.run;

import dev.kedge.verify.machine.Classification;
import dev.kedge.verify.machine.Ending;
import dev.kedge.verify.machine.SuiteRun;
import dev.kedge.verify.result.BootOutcome;
import dev.kedge.verify.result.CaseResult;
import dev.kedge.verify.result.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes the cases of a boot: what the suites reported, and what the machine's end says of them. */
final class BootCases {
  private final Ending ending;
  private final Classification end;
  private final TextReader texts;

  BootCases(Ending ending, Classification end, TextReader texts) {
    this.ending = ending;
    this.end = end;
    this.texts = texts;
  }

  /** The cases of all suites, in the plan's order. */
  List<CaseResult> of(List<PlannedSuite> suites) {
    Map<String, SuiteRun> runs =
        ending.suites().stream().collect(Collectors.toMap(SuiteRun::name, Function.identity()));
    List<CaseResult> cases = new ArrayList<>();
    for (PlannedSuite suite : suites) {
      SuiteRun run = runs.get(suite.name());
      if (suite.skip().isPresent()) {
        cases.add(alone(suite, Status.SKIP, suite.skip().get()));
      } else if (run == null || !run.started()) {
        cases.add(alone(suite, Status.MISS, "not started: " + end.detail()));
      } else {
        cases.addAll(of(suite, run));
      }
    }
    return cases;
  }

  private List<CaseResult> of(PlannedSuite suite, SuiteRun run) {
    List<CaseResult> cases = new ArrayList<>(run.results());
    cases.addAll(texts.read(suite.name(), run.text()));
    if (suite.panics()) {
      cases.add(drill(suite));
    } else if (run.code().isEmpty()) {
      cases.add(interrupted(suite));
    } else if (run.code().getAsInt() != 0 && cases.stream().noneMatch(BootCases::isBad)) {
      cases.add(
          alone(
              suite,
              Status.ERROR,
              "its program ended with code %d%s".formatted(run.code().getAsInt(), lastWords(run))));
    } else if (cases.isEmpty()) {
      cases.add(alone(suite, Status.ERROR, "its program gave no result" + lastWords(run)));
    }
    return cases;
  }

  private CaseResult drill(PlannedSuite suite) {
    return end.outcome() == BootOutcome.DRILLED
        ? alone(suite, Status.PASS, end.detail())
        : alone(suite, Status.FAIL, "the kernel was to panic and no panic was seen");
  }

  /** The machine ended while the suite ran. */
  private CaseResult interrupted(PlannedSuite suite) {
    return switch (end.outcome()) {
      case PANICKED, TIMED_OUT, VANISHED -> alone(suite, Status.FAIL, end.detail());
      default -> alone(suite, Status.ERROR, end.detail());
    };
  }

  private static boolean isBad(CaseResult result) {
    return result.status() == Status.FAIL || result.status() == Status.ERROR;
  }

  private static String lastWords(SuiteRun run) {
    return run.text().isEmpty() ? "" : ": " + run.text().getLast();
  }

  private static CaseResult alone(PlannedSuite suite, Status status, String message) {
    return new CaseResult(suite.name(), suite.name(), status, message, List.of());
  }
}
