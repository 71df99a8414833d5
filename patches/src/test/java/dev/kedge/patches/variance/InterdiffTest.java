package dev.kedge.patches.variance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class InterdiffTest {
  @Property
  void bothSequencesCanBeReadBack(
      @ForAll("lines") List<String> upstream, @ForAll("lines") List<String> backport) {
    List<Interdiff.Line> lines = Interdiff.of(upstream, backport);
    assertThat(without(lines, Interdiff.Side.BACKPORT)).isEqualTo(upstream);
    assertThat(without(lines, Interdiff.Side.UPSTREAM)).isEqualTo(backport);
  }

  @Property
  void anEqualSequenceHasNoDifference(@ForAll("lines") List<String> lines) {
    assertThat(Interdiff.similarity(Interdiff.of(lines, lines))).isEqualTo(1);
  }

  @Property
  void similarityDoesNotDependOnTheSide(
      @ForAll("lines") List<String> a, @ForAll("lines") List<String> b) {
    assertThat(Interdiff.similarity(Interdiff.of(a, b)))
        .isEqualTo(Interdiff.similarity(Interdiff.of(b, a)));
  }

  @Provide
  Arbitrary<List<String>> lines() {
    return Arbitraries.of("+a", "-a", " b", "+c", " ").list().ofMaxSize(30);
  }

  private static List<String> without(List<Interdiff.Line> lines, Interdiff.Side side) {
    return lines.stream().filter(line -> line.side() != side).map(Interdiff.Line::text).toList();
  }
}
