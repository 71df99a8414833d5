package dev.kedge.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.model.Heartbeat;
import dev.kedge.model.VitalSigns;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.report.Occurrences;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RoundTripTest {
  @Property
  void heartbeat(@ForAll("heartbeats") Heartbeat heartbeat) {
    assertThat(HeartbeatCodec.decode(HeartbeatCodec.encode(heartbeat))).isEqualTo(heartbeat);
  }

  @Property
  void window(@ForAll("windows") ProfileWindow window) {
    assertThat(WindowCodec.decode(WindowCodec.encode(window))).isEqualTo(window);
  }

  @Property
  void vitalSigns(@ForAll("vitalSigns") VitalSigns signs) {
    assertThat(VitalSignsCodec.decode(VitalSignsCodec.encode(signs))).isEqualTo(signs);
  }

  @Property
  void occurrences(@ForAll("occurrences") Occurrences occurrences) {
    assertThat(OccurrencesCodec.decode(OccurrencesCodec.encode(occurrences)))
        .isEqualTo(occurrences);
  }

  @Provide
  Arbitrary<Heartbeat> heartbeats() {
    return DomainArbitraries.heartbeats();
  }

  @Provide
  Arbitrary<ProfileWindow> windows() {
    return DomainArbitraries.windows();
  }

  @Provide
  Arbitrary<VitalSigns> vitalSigns() {
    return DomainArbitraries.vitalSigns();
  }

  @Provide
  Arbitrary<Occurrences> occurrences() {
    return DomainArbitraries.occurrences();
  }
}
