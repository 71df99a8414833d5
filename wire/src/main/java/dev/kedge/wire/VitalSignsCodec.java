package dev.kedge.wire;

import dev.kedge.model.HostId;
import dev.kedge.model.Reading;
import dev.kedge.model.Vital;
import dev.kedge.model.VitalSigns;
import dev.kedge.wire.proto.VitalSignsMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Batches of readings as protobuf bytes ({@code vital_signs.proto}). Stateless. */
public final class VitalSignsCodec {
  private static final String WHAT = "vital signs";

  private VitalSignsCodec() {}

  /**
   * A batch as received.
   *
   * @param signs the readings this version understands
   * @param skipped readings of vital signs it does not know, sent by a newer agent
   */
  public record Received(VitalSigns signs, int skipped) {}

  /**
   * Writes a batch.
   *
   * @throws WireException when a value is not finite or beyond {@link WireLimits}
   */
  public static byte[] encode(VitalSigns signs) {
    VitalSignsMessage.Builder message =
        VitalSignsMessage.newBuilder()
            .setHost(signs.host().value())
            .setBoot(WireValues.bytes(signs.boot()))
            .setSequence(WireLimits.notNegative("sequence", signs.sequence()));
    WireLimits.count("readings", signs.readings().size(), WireLimits.ENTRIES);
    TextTable names = new TextTable();
    TextTable scopes = new TextTable();
    long before = 0;
    int entry = 0;
    for (Reading reading : signs.readings()) {
      long at = WireValues.nanos("reading's time", reading.at());
      // Differences may wrap around; the receiver's sum wraps back.
      message.addAtDelta(at - before);
      before = at;
      message.addVital(names.index(reading.vital().wireName()));
      message.addScope(scopes.index(WireLimits.text("scope", reading.scope(), WireLimits.TEXT)));
      message.addValue(WireLimits.finite("reading", entry++, reading.value()));
    }
    WireLimits.count("scopes", scopes.texts().size(), WireLimits.STRINGS / 2);
    message.addAllNames(names.texts()).addAllScopes(scopes.texts());
    return MessageBytes.of(WHAT, message.build());
  }

  /**
   * Reads a batch, leaving out readings of vital signs this version does not know.
   *
   * @throws WireException when the bytes are no batch or go beyond {@link WireLimits}
   */
  public static VitalSigns decode(byte[] bytes) {
    return receive(bytes).signs();
  }

  /**
   * Reads a batch and says how many readings were left out.
   *
   * @throws WireException as {@link #decode}
   */
  public static Received receive(byte[] bytes) {
    return MessageBytes.read(
        WHAT, bytes, WireLimits.STRINGS, VitalSignsMessage.parser(), VitalSignsCodec::received);
  }

  private static Received received(VitalSignsMessage message) {
    int count = WireLimits.count("readings", message.getVitalCount(), WireLimits.ENTRIES);
    WireLimits.sameCount("times", message.getAtDeltaCount(), "vitals", count);
    WireLimits.sameCount("scopes", message.getScopeCount(), "vitals", count);
    WireLimits.sameCount("values", message.getValueCount(), "vitals", count);
    List<Optional<Vital>> vitals = new ArrayList<>();
    for (String name : message.getNamesList()) {
      vitals.add(Vital.of(WireLimits.text("name", name, WireLimits.SHORT_TEXT)));
    }
    for (String scope : message.getScopesList()) {
      WireLimits.text("scope", scope, WireLimits.TEXT);
    }
    List<Reading> readings = new ArrayList<>(count);
    long at = 0;
    for (int i = 0; i < count; i++) {
      at += message.getAtDelta(i);
      int scope =
          WireLimits.index("reading", i, message.getScope(i), "scopes", message.getScopesCount());
      double value = WireLimits.finite("reading", i, message.getValue(i));
      Optional<Vital> vital =
          vitals.get(WireLimits.index("reading", i, message.getVital(i), "names", vitals.size()));
      if (vital.isPresent()) {
        readings.add(
            new Reading(WireValues.instant(at), vital.get(), message.getScopes(scope), value));
      }
    }
    VitalSigns signs =
        new VitalSigns(
            new HostId(message.getHost()),
            WireValues.boot(message.getBoot()),
            WireLimits.notNegative("sequence", message.getSequence()),
            readings);
    return new Received(signs, count - readings.size());
  }
}
