package dev.kedge.wire;

import dev.kedge.model.HostId;
import dev.kedge.report.Occurrence;
import dev.kedge.wire.proto.OccurrenceMessage;
import dev.kedge.wire.proto.OccurrencesMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Kernel reports seen, as protobuf bytes ({@code occurrences.proto}). Stateless. */
public final class OccurrencesCodec {
  private static final String WHAT = "occurrences";

  private OccurrencesCodec() {}

  /**
   * Writes occurrences.
   *
   * @throws WireException when one is beyond {@link WireLimits}
   */
  public static byte[] encode(List<Occurrence> occurrences) {
    WireLimits.count(WHAT, occurrences.size(), WireLimits.OCCURRENCES);
    OccurrencesMessage.Builder message = OccurrencesMessage.newBuilder();
    for (Occurrence occurrence : occurrences) {
      message.addOccurrences(message(occurrence));
    }
    return MessageBytes.of(WHAT, message.build());
  }

  /**
   * Reads occurrences. A report type this version does not know becomes {@code UNKNOWN}.
   *
   * @throws WireException when the bytes are no such list or go beyond {@link WireLimits}
   */
  public static List<Occurrence> decode(byte[] bytes) {
    return MessageBytes.read(
        WHAT,
        bytes,
        WireLimits.OCCURRENCES,
        OccurrencesMessage.parser(),
        OccurrencesCodec::occurrences);
  }

  private static List<Occurrence> occurrences(OccurrencesMessage message) {
    WireLimits.count(WHAT, message.getOccurrencesCount(), WireLimits.OCCURRENCES);
    List<Occurrence> occurrences = new ArrayList<>(message.getOccurrencesCount());
    for (OccurrenceMessage occurrence : message.getOccurrencesList()) {
      try {
        occurrences.add(occurrence(occurrence));
      } catch (WireException | IllegalArgumentException e) {
        throw new WireException(
            "occurrence %d: %s".formatted(occurrences.size(), e.getMessage()), e);
      }
    }
    return List.copyOf(occurrences);
  }

  private static OccurrenceMessage message(Occurrence occurrence) {
    OccurrenceMessage.Builder message =
        OccurrenceMessage.newBuilder()
            .setHost(occurrence.host().value())
            .setSequence(occurrence.sequence())
            .setAt(WireValues.nanos("at", occurrence.at()))
            .setExactTime(occurrence.exactTime())
            .setSource(WireLimits.text("source", occurrence.source(), WireLimits.TEXT))
            .setReport(ReportFields.message(occurrence.report()));
    occurrence.boot().ifPresent(boot -> message.setBoot(WireValues.bytes(boot)));
    return message.build();
  }

  private static Occurrence occurrence(OccurrenceMessage message) {
    if (!message.hasReport()) {
      throw new WireException("report is missing");
    }
    return new Occurrence(
        new HostId(message.getHost()),
        message.getBoot().isEmpty()
            ? Optional.empty()
            : Optional.of(WireValues.boot(message.getBoot())),
        message.getSequence(),
        WireValues.instant(message.getAt()),
        message.getExactTime(),
        WireLimits.text("source", message.getSource(), WireLimits.TEXT),
        ReportFields.report(message.getReport()));
  }
}
