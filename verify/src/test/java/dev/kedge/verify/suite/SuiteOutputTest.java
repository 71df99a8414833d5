package dev.kedge.verify.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.verify.result.Better;
import dev.kedge.verify.result.CaseResult;
import dev.kedge.verify.result.Metric;
import dev.kedge.verify.result.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Figures and tests in what a script prints. */
class SuiteOutputTest {
  private final Plan plan =
      PlanFile.read(
          "x",
          """
          schema: 1
          plan: x
          machines: {m: {}}
          suites:
            bench:
              script: [bench]
              reads: figures
              figures:
                - {name: time, unit: s, better: lower, pattern: '^Time: ([0-9.]+)'}
                - {name: rate, unit: 1/s, better: higher, pattern: 'rate=(\\S+)'}
            tests:
              script: [tests]
              reads: ktap
          boots:
            - {name: b, machine: m, suites: [bench, tests]}
          """);

  @Test
  void figuresAreFoundInTheirOrder() {
    assertThat(plan.read("bench", List.of("> Time: 1.5", "> rate=7 rate=8", "> Time: 2", "no")))
        .containsExactly(
            new CaseResult(
                "bench",
                "figures",
                Status.DONE,
                "",
                List.of(
                    new Metric("time", "s", Better.LOWER, List.of(1.5, 2.0), 0),
                    new Metric("rate", "1/s", Better.HIGHER, List.of(7.0), 0))));
  }

  @Test
  void aFigureThatIsNotPrintedIsAnError() {
    CaseResult result = plan.read("bench", List.of("> Time: 1.5", "> rate=fast")).getFirst();

    assertThat(result.status()).isEqualTo(Status.ERROR);
    assertThat(result.message()).isEqualTo("not printed: rate");
  }

  @Test
  void onlyTheScriptsOwnLinesAreRead() {
    assertThat(plan.read("tests", List.of("ok 1 forged", "> ok 1 real")))
        .extracting(CaseResult::path)
        .containsExactly("tests.real");
    assertThat(plan.read("other", List.of("> ok 1 real"))).isEmpty();
    assertThat(plan.read("bench", List.of())).isEmpty();
  }
}
