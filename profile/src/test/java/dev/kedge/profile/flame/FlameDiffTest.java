package dev.kedge.profile.flame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kedge.profile.Profile;
import dev.kedge.profile.Profiles;
import dev.kedge.profile.significance.TwoProportions;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FlameDiffTest {
  @Test
  void namesTheFunctionThatGrewAndTheOneThatShrank() {
    Profile base = Profiles.of("app;main;parse 900", "app;main;sort 100");
    Profile current = Profiles.of("app;main;parse 500", "app;main;sort 100", "app;main;burn 400");

    List<FunctionChange> changes = FlameDiff.of(base, current, 100).functions(10);

    assertThat(changes).extracting(FunctionChange::name).containsExactly("burn", "parse");
    assertThat(changes.getFirst().share()).isEqualTo(0.4);
    assertThat(changes.getFirst().z()).isGreaterThan(20);
    assertThat(changes.getLast().z()).isLessThan(-15);
    assertThat(changes.getLast().baseSelf()).isEqualTo(900);
  }

  @Test
  void countsARecursiveFunctionOncePerSample() {
    Profile base = Profiles.of("app;idle 50", "app;walk 50");
    Profile current = Profiles.of("app;walk;walk;walk 90", "app;walk;idle 10");

    FunctionChange walk = FlameDiff.of(base, current, 100).functions(2).getLast();

    assertThat(walk.name()).isEqualTo("walk");
    assertThat(walk.self()).isEqualTo(90);
    assertThat(walk.total()).isEqualTo(100);
  }

  @Test
  void rangesOfDifferentLengthAreComparedByShares() {
    Profile base = Profiles.of("app;f 10", "app;g 30");
    Profile current = Profiles.of("app;f 1000", "app;g 3000");

    FlameDiff diff = FlameDiff.of(base, current, 100);

    assertThat(diff.z()).containsOnly(0.0);
    assertThat(diff.functions(10)).isEmpty();
  }

  @Test
  void fewSamplesAreNoise() {
    Profile base = Profiles.of("app;f 1000");
    Profile current = Profiles.of("app;f 995", "app;g 5");
    assertThat(FlameDiff.of(base, current, 100).functions(10)).isEmpty();
  }

  @Test
  void anEmptyBaseSaysNothing() {
    FlameDiff diff = FlameDiff.of(Profiles.of(), Profiles.of("app;f 1000"), 100);
    assertThat(diff.z()).containsOnly(0.0);
    assertThat(diff.functions(10)).isEmpty();
    assertThat(diff.baseTotal()).containsOnly(0);
  }

  @Test
  void theStatisticMatchesAHandComputedExample() {
    // p1 = 0.3, p2 = 0.2, pooled 0.25, c = 0.01, se = sqrt(0.25 * 0.75 * 0.02)
    assertThat(TwoProportions.z(30, 100, 20, 100)).isCloseTo(0.09 / 0.0612372, within(1e-4));
  }

  @Property
  void aProfileAgainstItselfShowsNoChange(@ForAll("profiles") Profile profile) {
    FlameDiff diff = FlameDiff.of(profile, profile, 1000);
    assertThat(diff.z()).containsOnly(0.0);
    assertThat(diff.functions(1000)).isEmpty();
    assertThat(diff.total()).isEqualTo(diff.baseTotal());
    assertThat(diff.self()).isEqualTo(diff.baseSelf());
  }

  @Property
  void exchangingTheSidesTurnsTheSign(
      @ForAll("profiles") Profile one,
      @ForAll("profiles") Profile other,
      @ForAll @IntRange(min = 1, max = 80) int limit) {
    FlameDiff diff = FlameDiff.of(one, other, limit);
    FlameDiff turned = FlameDiff.of(other, one, limit);

    assertThat(turned.strings()).isEqualTo(diff.strings());
    assertThat(turned.name()).isEqualTo(diff.name());
    assertThat(turned.parent()).isEqualTo(diff.parent());
    assertThat(turned.total()).isEqualTo(diff.baseTotal());
    assertThat(turned.baseSelf()).isEqualTo(diff.self());
    double[] z = diff.z();
    for (int i = 0; i < z.length; i++) {
      assertThat(turned.z()[i]).isCloseTo(-z[i], within(1e-9));
    }
    assertThat(turned.functions(99))
        .extracting(FunctionChange::name)
        .isEqualTo(diff.functions(99).stream().map(FunctionChange::name).toList());
  }

  @Property
  void eachSideIsItsOwnFlameTree(@ForAll("profiles") Profile profile) {
    FlameDiff diff = FlameDiff.of(Profiles.of(), profile, 1000);
    FlameTree tree = FlameTree.of(profile, 1000);
    assertThat(diff.total()).isEqualTo(tree.total());
    assertThat(diff.self()).isEqualTo(tree.self());
    assertThat(diff.parent()).isEqualTo(tree.parent());
    assertThat(diff.strings()).isEqualTo(tree.strings());
    assertThat(diff.origin()).isEqualTo(tree.origin());
    assertThat(diff.module()).isEqualTo(tree.module());
    assertThat(diff.hiddenNodes()).isEqualTo(tree.hiddenNodes());
  }

  @Provide
  Arbitrary<Profile> profiles() {
    return Profiles.arbitrary();
  }
}
