package dev.kedge.wire;

import com.google.protobuf.ByteString;
import dev.kedge.model.BootId;
import dev.kedge.model.HostId;
import dev.kedge.report.EventOccurrence;
import dev.kedge.report.Occurrence;
import dev.kedge.report.Occurrences;
import dev.kedge.wire.proto.EventOccurrenceMessage;
import dev.kedge.wire.proto.OccurrenceMessage;
import dev.kedge.wire.proto.OccurrencesMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Kernel reports and fleet events, as protobuf bytes ({@code occurrences.proto}). Stateless. */
public final class OccurrencesCodec {
  private static final String WHAT = "occurrences";

  private OccurrencesCodec() {}

  /**
   * Writes occurrences.
   *
   * @throws WireException when one is beyond {@link WireLimits}
   */
  public static byte[] encode(Occurrences occurrences) {
    WireLimits.count(WHAT, occurrences.size(), WireLimits.OCCURRENCES);
    OccurrencesMessage.Builder message = OccurrencesMessage.newBuilder();
    occurrences.reports().forEach(report -> message.addOccurrences(message(report)));
    occurrences.events().forEach(event -> message.addEvents(message(event)));
    return MessageBytes.of(WHAT, message.build());
  }

  /**
   * Reads occurrences. A report type this version does not know becomes {@code UNKNOWN}, a severity
   * {@code notice}.
   *
   * @throws WireException when the bytes are no such list or go beyond {@link WireLimits}
   */
  public static Occurrences decode(byte[] bytes) {
    return MessageBytes.read(
        WHAT,
        bytes,
        WireLimits.OCCURRENCES,
        OccurrencesMessage.parser(),
        OccurrencesCodec::occurrences);
  }

  private static Occurrences occurrences(OccurrencesMessage message) {
    return new Occurrences(
        each("occurrence", message.getOccurrencesList(), OccurrencesCodec::report),
        each("event", message.getEventsList(), OccurrencesCodec::event));
  }

  private static <M, T> List<T> each(String what, List<M> messages, Function<M, T> reader) {
    List<T> values = new ArrayList<>(messages.size());
    for (M message : messages) {
      try {
        values.add(reader.apply(message));
      } catch (WireException | IllegalArgumentException e) {
        throw new WireException("%s %d: %s".formatted(what, values.size(), e.getMessage()), e);
      }
    }
    return values;
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

  private static EventOccurrenceMessage message(EventOccurrence occurrence) {
    EventOccurrenceMessage.Builder message =
        EventOccurrenceMessage.newBuilder()
            .setHost(occurrence.host().value())
            .setSequence(occurrence.sequence())
            .setAt(WireValues.nanos("at", occurrence.at()))
            .setExactTime(occurrence.exactTime())
            .setSource(WireLimits.text("source", occurrence.source(), WireLimits.TEXT))
            .setEvent(EventFields.message(occurrence.event()));
    occurrence.boot().ifPresent(boot -> message.setBoot(WireValues.bytes(boot)));
    return message.build();
  }

  private static Occurrence report(OccurrenceMessage message) {
    if (!message.hasReport()) {
      throw new WireException("report is missing");
    }
    return new Occurrence(
        new HostId(message.getHost()),
        boot(message.getBoot()),
        message.getSequence(),
        WireValues.instant(message.getAt()),
        message.getExactTime(),
        WireLimits.text("source", message.getSource(), WireLimits.TEXT),
        ReportFields.report(message.getReport()));
  }

  private static EventOccurrence event(EventOccurrenceMessage message) {
    if (!message.hasEvent()) {
      throw new WireException("event is missing");
    }
    return new EventOccurrence(
        new HostId(message.getHost()),
        boot(message.getBoot()),
        message.getSequence(),
        WireValues.instant(message.getAt()),
        message.getExactTime(),
        WireLimits.text("source", message.getSource(), WireLimits.TEXT),
        EventFields.event(message.getEvent()));
  }

  private static Optional<BootId> boot(ByteString bytes) {
    return bytes.isEmpty() ? Optional.empty() : Optional.of(WireValues.boot(bytes));
  }
}
