package dev.kedge.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.report.fingerprint.Fingerprint;
import dev.kedge.report.line.Carrier;
import dev.kedge.report.score.LabelledLog;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The same bug keeps its fingerprint on another build, another boot, through another carrier. */
class FingerprintStabilityTest {
  private static final ReportParser PARSER = new ReportParser();
  private static final List<LabelledLog> FIXTURES = Fixtures.all();

  @Provide
  Arbitrary<LabelledLog> fixtures() {
    return Arbitraries.of(FIXTURES);
  }

  @Property(tries = 300)
  void anotherBuildOrBootIsTheSameBug(
      @ForAll("fixtures") LabelledLog log, @ForAll Mutation mutation, @ForAll long seed) {
    assertThat(prints(mutation.apply(log.log(), new Random(seed)))).isEqualTo(prints(log.log()));
  }

  @Property(tries = 300)
  void anotherCarrierIsTheSameBug(@ForAll("fixtures") LabelledLog log, @ForAll Carrier carrier) {
    assertThat(prints(carrier.wrap(log.log()))).isEqualTo(prints(log.log()));
  }

  @Test
  void holdsOnTheCorpus() throws IOException {
    List<LabelledLog> logs = Corpus.required("stability is not measured");
    for (Mutation mutation : Mutation.values()) {
      double kept = kept(logs, log -> mutation.apply(log, new Random(20261122)));
      System.out.printf("  fingerprint kept with other %-13s %6.2f %%%n", mutation, kept);
      assertThat(kept).as(mutation.name()).isGreaterThan(99);
    }
    for (Carrier carrier : Carrier.values()) {
      double kept = kept(logs, carrier::wrap);
      System.out.printf("  fingerprint kept as %-13s %6.2f %%%n", carrier, kept);
      assertThat(kept).as(carrier.name()).isGreaterThan(99);
    }
  }

  private static double kept(List<LabelledLog> logs, UnaryOperator<byte[]> change) {
    long same =
        logs.stream()
            .filter(log -> {
              List<Fingerprint> before = prints(log.log());
              List<Fingerprint> after = prints(change.apply(log.log()));
              return before.isEmpty()
                  ? after.isEmpty()
                  : !after.isEmpty() && after.getFirst().equals(before.getFirst());
            })
            .count();
    return 100.0 * same / logs.size();
  }

  private static List<Fingerprint> prints(byte[] log) {
    return PARSER.parse(log).stream().map(PARSER::fingerprint).toList();
  }
}
