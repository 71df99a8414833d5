package dev.kedge.bandwidth.scenario.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.scenario.Scenario;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What is written is read back; what is damaged is refused with a place, never with a crash. */
class ScenarioFilePropertyTest {
  private static final String ALPHABET = " \n\t:-{}[]\"'\\&*!#|>%@,0a\u0000\u2028\ud800/";

  @Property(tries = 500)
  void writingAndReadingGivesTheSameScenario(@ForAll long seed) {
    Scenario scenario = new Scenarios(seed).scenario();

    String text = ScenarioFile.write(scenario);

    assertThat(ScenarioFile.read("written.yaml", text)).as(text).isEqualTo(scenario);
  }

  @Property(tries = 500)
  void damageIsRefusedWithAPlace(@ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(ScenarioFile.write(new Scenarios(seed).scenario()));
    for (int i = 1 + random.nextInt(5); i > 0 && text.length() > 1; i--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.setCharAt(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        case 1 -> text.deleteCharAt(at);
        default -> text.delete(at, Math.min(text.length(), at + random.nextInt(40)));
      }
    }

    assertThatCode(() -> ScenarioFile.read("damaged.yaml", text.toString()))
        .satisfiesAnyOf(
            failure -> assertThat(failure).isNull(),
            failure ->
                assertThat(failure)
                    .isInstanceOf(BandwidthException.class)
                    .hasMessageMatching("damaged\\.yaml:[0-9]+:[0-9]+: [^\\p{Cntrl}]+"));
  }
}
