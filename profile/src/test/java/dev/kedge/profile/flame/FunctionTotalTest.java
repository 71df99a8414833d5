package dev.kedge.profile.flame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.profile.Profile;
import dev.kedge.profile.Profiles;
import org.junit.jupiter.api.Test;

class FunctionTotalTest {
  private static final Profile PROFILE =
      Profiles.of("app;main;walk;walk 5", "app;main;walk;leaf 7", "db;main;leaf 2", "idle 9");

  @Test
  void countsRecursionOnceAndJoinsProcesses() {
    assertThat(FunctionTotal.of(PROFILE, 10))
        .containsExactly(
            new FunctionTotal("leaf", "app", 3, 9, 9),
            new FunctionTotal("walk", "app", 3, 5, 12),
            new FunctionTotal("main", "app", 3, 0, 14));
  }

  @Test
  void keepsToTheLimit() {
    assertThat(FunctionTotal.of(PROFILE, 1))
        .extracting(FunctionTotal::name)
        .containsExactly("leaf");
  }
}
