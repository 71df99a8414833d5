package dev.kedge.verify.bisect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.verify.VerifyException;
import dev.kedge.verify.result.BootResult;
import dev.kedge.verify.result.Samples;
import dev.kedge.verify.result.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Boots answer the question of a search, by a verdict or by a metric. */
class KernelBisectTest {
  private static final int SIZE = 8;

  private final List<String> told = new ArrayList<>();

  @Test
  void aCaseThatFailsNamesTheFirstBadOne() {
    Finding finding =
        bisect("nested", (index, number) -> boot(index >= 5 ? Status.FAIL : Status.PASS, 1))
            .run(search(), 0, SIZE - 1, 3);

    assertThat(finding.certain()).isTrue();
    assertThat(finding.firstBad().likeliest()).isEqualTo(5);
    assertThat(told).isNotEmpty().allMatch(line -> line.endsWith("GOOD") || line.endsWith("BAD"));
  }

  @Test
  void aMetricIsLearnedFromTheKnownKernels() {
    Finding finding =
        bisect("nested:stall_max", (index, number) -> boot(Status.DONE, index >= 3 ? 600 : 60))
            .run(search(), 0, SIZE - 1, 3);

    assertThat(finding.firstBad().likeliest()).isEqualTo(3);
    assertThat(told.subList(0, 6))
        .containsExactly("0 GOOD", "0 GOOD", "0 GOOD", "7 BAD", "7 BAD", "7 BAD");
  }

  @Test
  void aKernelThatCannotBeHadIsLeftOut() {
    Finding finding =
        bisect(
                "nested",
                (index, number) ->
                    index == 4 ? Optional.empty() : boot(index >= 4 ? Status.FAIL : Status.PASS, 1))
            .run(search(), 0, SIZE - 1, 3);

    assertThat(finding.untestable()).containsExactly(4);
    assertThat(finding.firstBad().from()).isEqualTo(4);
    assertThat(finding.firstBad().to()).isEqualTo(5);
  }

  @Test
  void aMetricThatTellsNothingApartIsRefused() {
    assertThatThrownBy(() ->
            bisect("nested:stall_max", (index, number) -> boot(Status.DONE, 60))
                .run(search(), 0, SIZE - 1, 2))
        .isInstanceOf(VerifyException.class)
        .hasMessageContaining("does not tell the two apart");
  }

  @Test
  void aMetricThatIsNotMeasuredIsNamed() {
    assertThatThrownBy(() ->
            bisect("nested:other", (index, number) -> boot(Status.DONE, 60))
                .run(search(), 0, SIZE - 1, 2))
        .isInstanceOf(VerifyException.class)
        .hasMessageContaining("does not measure other in nested");
  }

  private KernelBisect bisect(String question, KernelBisect.Boots boots) {
    return new KernelBisect(
        boots, Question.parse(question), (index, seen, detail) -> told.add(index + " " + seen));
  }

  private static Bisection search() {
    return new Bisection(SIZE, false, OptionalInt.of(SIZE - 1), 0.95, 100);
  }

  private static Optional<BootResult> boot(Status status, double value) {
    return Optional.of(Samples.boot("k", 1, Samples.measured("nested", status, value)));
  }
}
