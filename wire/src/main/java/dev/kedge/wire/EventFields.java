package dev.kedge.wire;

import dev.kedge.report.event.FleetEvent;
import dev.kedge.report.rules.Severity;
import dev.kedge.wire.proto.EventMessage;
import java.time.Duration;
import java.util.Optional;

/** The event inside an occurrence, field by field. */
final class EventFields {
  private EventFields() {}

  static EventMessage message(FleetEvent event) {
    EventMessage.Builder message =
        EventMessage.newBuilder()
            .setKind(name("kind", event.kind()))
            .setArea(name("area", event.area()))
            .setSeverity(event.severity().label())
            .setTitle(WireLimits.text("title", event.title(), WireLimits.TEXT))
            .setStartLine(WireLimits.notNegative("start line", event.startLine()))
            .setEndLine(WireLimits.notNegative("end line", event.endLine()))
            .setCount(positive(event.count()))
            .setText(WireLimits.text("event text", event.text(), WireLimits.REPORT_TEXT));
    event.device().ifPresent(device -> message.setDevice(name("device", device)));
    event.first().ifPresent(time -> message.setFirst(WireValues.nanos("first", time)));
    event.last().ifPresent(time -> message.setLast(WireValues.nanos("last", time)));
    return message.build();
  }

  /** Its host is the occurrence's, so that of the event is empty. */
  static FleetEvent event(EventMessage message) {
    return new FleetEvent(
        name("kind", message.getKind()),
        name("area", message.getArea()),
        Severity.of(message.getSeverity()).orElse(Severity.NOTICE),
        WireLimits.text("title", message.getTitle(), WireLimits.TEXT),
        "",
        message.hasDevice() ? Optional.of(name("device", message.getDevice())) : Optional.empty(),
        WireLimits.notNegative("start line", message.getStartLine()),
        WireLimits.notNegative("end line", message.getEndLine()),
        positive(message.getCount()),
        message.hasFirst() ? Optional.of(Duration.ofNanos(message.getFirst())) : Optional.empty(),
        message.hasLast() ? Optional.of(Duration.ofNanos(message.getLast())) : Optional.empty(),
        WireLimits.text("event text", message.getText(), WireLimits.REPORT_TEXT));
  }

  private static String name(String field, String value) {
    return WireLimits.text(field, value, WireLimits.SHORT_TEXT);
  }

  private static int positive(int count) {
    if (count < 1) {
      throw new WireException("count: %d, expected 1 to 2^31-1".formatted(count));
    }
    return count;
  }
}
