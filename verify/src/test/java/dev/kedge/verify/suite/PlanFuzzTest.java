package dev.kedge.verify.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.verify.VerifyException;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Damaged plans are refused with a place, or read: nothing else happens. */
class PlanFuzzTest {
  private static final String SIGNS = "{}[]:,-#&*!|>'\"%@`?\n\t \u0000é\ud8000123abz";

  @Property(tries = 600)
  void damagedPlansAreRefusedWithAPlace(@ForAll long seed) {
    Random random = new Random(seed);
    String name = PlanFile.BUILT_IN.get(random.nextInt(PlanFile.BUILT_IN.size()));
    StringBuilder text = new StringBuilder(PlanFile.text(name));
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      damage(text, random);
    }
    try {
      PlanFile.read("x.yaml", text.toString());
    } catch (VerifyException e) {
      assertThat(e.getMessage()).matches("(?s)x\\.yaml:[1-9][0-9]*:[1-9][0-9]*: .+");
    }
  }

  private static void damage(StringBuilder text, Random random) {
    int at = random.nextInt(text.length());
    int end = Math.min(text.length(), at + random.nextInt(1, 40));
    switch (random.nextInt(4)) {
      case 0 -> text.delete(at, end);
      case 1 -> text.insert(at, SIGNS.charAt(random.nextInt(SIGNS.length())));
      case 2 -> text.setCharAt(at, SIGNS.charAt(random.nextInt(SIGNS.length())));
      default -> text.insert(random.nextInt(text.length()), text.substring(at, end));
    }
    if (text.isEmpty()) {
      text.append('a');
    }
  }
}
