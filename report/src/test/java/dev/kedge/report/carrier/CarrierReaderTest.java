package dev.kedge.report.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every carrier's lines become the records its case file says. */
class CarrierReaderTest {
  static List<CarrierCase> cases() {
    return CarrierCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void readsAsExpected(CarrierCase expected) {
    CarrierCase read = CarrierCase.of(expected.name(), expected.input(), Integer.MAX_VALUE);
    assertThat(read.records()).isEqualTo(expected.records());
    assertThat(read.found()).isEqualTo(expected.found());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void piecesMakeNoDifference(CarrierCase expected) {
    for (int piece : new int[] {1, 2, 3, 7, 64}) {
      CarrierCase read = CarrierCase.of(expected.name(), expected.input(), piece);
      assertThat(read.records()).as("pieces of %d", piece).isEqualTo(expected.records());
      assertThat(read.found()).as("pieces of %d", piece).isEqualTo(expected.found());
    }
  }
}
