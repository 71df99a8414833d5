package dev.kedge.verify.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.verify.result.Samples;
import dev.kedge.verify.suite.Plan;
import dev.kedge.verify.suite.PlanFile;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class IssuePlanTest {
  @Test
  void isAPlanWithTheReproducerAsASuite() {
    Plan plan =
        PlanFile.read(
            "issue",
            new IssuePlan().text(12, "INFO: task hung in foo", List.of("sh", "-c", "a b")));

    var kernel = Samples.kernel("k", "7.3.4");
    assertThat(plan.identity().name()).isEqualTo("issue-12");
    assertThat(plan.boots(kernel).getFirst().suites().getFirst().name()).isEqualTo("issue-12");
    assertThat(plan.gates(kernel)).hasSize(2);
    assertThat(plan.reason("issue-12")).contains("INFO: task hung in foo");
  }

  @Property(tries = 300)
  void anyTitleStaysAText(
      @ForAll String title, @ForAll @AlphaChars @StringLength(min = 1, max = 9) String word) {
    Plan plan =
        PlanFile.read("issue", new IssuePlan().text(1, title, List.of(word, title + "\u0085\"\n")));

    assertThat(plan.gates(Samples.kernel("k", "7.3.4"))).hasSize(2);
  }
}
