package dev.kedge.store.issues;

import dev.kedge.model.BootId;
import dev.kedge.report.EventOccurrence;
import dev.kedge.report.event.FleetEvent;
import dev.kedge.store.sql.Micros;
import dev.kedge.store.sql.Nanos;
import dev.kedge.store.sql.Query;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Puts a fleet event under its issue, inside one transaction: all events of one rule and title are
 * one issue. An event that goes on is told again with a larger count and lengthens its occurrence.
 * An agent that started anew tells what the kernel's log still holds of an event with a later
 * beginning; the kernel's time shows that it is the same.
 */
final class EventFiling {
  private final Connection connection;
  private final IssueLedger ledger;

  EventFiling(Connection connection) {
    this.connection = connection;
    this.ledger = new IssueLedger(connection);
  }

  private record Known(long issue, long occurrence, long times, long last) {}

  Filed file(EventOccurrence o) throws SQLException {
    Optional<Known> known = known(o);
    if (known.isPresent()) {
      return again(known.get(), o);
    }
    FleetEvent event = o.event();
    IssueEntry entry =
        new IssueEntry(
            event.area(),
            event.title(),
            event.kind(),
            Optional.empty(),
            event.severity(),
            false,
            false,
            o.at());
    Optional<Long> filed =
        Query.of(
                connection,
                "SELECT i.issue FROM issue_title t JOIN issue i ON i.issue = t.issue"
                    + " WHERE t.title = ? AND i.kind = ? AND i.type = ? ORDER BY i.issue LIMIT 1",
                event.title(),
                event.area(),
                event.kind())
            .first(row -> row.getLong(1));
    long issue = filed.isPresent() ? filed.get() : open(entry);
    if (filed.isPresent()) {
      ledger.extend(issue, entry);
    }
    Optional<String> kernel = ledger.kernel(o.host(), Optional.empty());
    long occurrence = insert(issue, kernel, o);
    ledger.count(issue, kernel, o.host(), o.at());
    ledger.lasted(issue, o.host(), until(o));
    return new Filed(issue, occurrence, filed.isEmpty(), false, false);
  }

  private long open(IssueEntry entry) throws SQLException {
    long issue = ledger.open(entry);
    Query.of(
            connection,
            "INSERT INTO issue_title (title, issue) VALUES (?, ?)",
            entry.title(),
            issue)
        .update();
    return issue;
  }

  /** The occurrence of this identity, or one of the same boot that was not over when it began. */
  private Optional<Known> known(EventOccurrence o) throws SQLException {
    String columns = "SELECT issue, occurrence, times, coalesce(last_uptime_ns, uptime_ns, 0)";
    String boot = o.boot().map(BootId::toString).orElse("");
    Optional<Known> same =
        Query.of(
                connection,
                columns
                    + " FROM occurrence WHERE host = ? AND boot = ? AND source = ?"
                    + " AND sequence = ?",
                o.host().value(),
                boot,
                o.source(),
                identity(o))
            .first(EventFiling::known);
    if (same.isPresent() || o.boot().isEmpty() || o.event().first().isEmpty()) {
      return same;
    }
    long first = Nanos.of(o.event().first().get());
    return Query.of(
            connection,
            columns
                + " FROM occurrence WHERE host = ? AND boot = ? AND source = ? AND state = ?"
                + " AND uptime_ns <= ? AND last_uptime_ns >= ? ORDER BY uptime_ns DESC LIMIT 1",
            o.host().value(),
            boot,
            o.source(),
            state(o.event()),
            first,
            first)
        .first(EventFiling::known);
  }

  private static Known known(ResultSet row) throws SQLException {
    return new Known(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
  }

  /** Negative, as reports have the others: a line may be of a report and of several events. */
  private static long identity(EventOccurrence o) {
    long hash = 31 * (31 * o.sequence() + o.event().title().hashCode());
    return -1 - ((hash + o.event().device().orElse("").hashCode()) & Long.MAX_VALUE);
  }

  private Filed again(Known known, EventOccurrence o) throws SQLException {
    long last = o.event().last().map(Nanos::of).orElse(0L);
    if (o.event().count() <= known.times() && last <= known.last()) {
      return new Filed(known.issue(), known.occurrence(), false, true, true);
    }
    Query.of(
            connection,
            "UPDATE occurrence SET times = ?, last_uptime_ns = ? WHERE occurrence = ?",
            Math.max(known.times(), o.event().count()),
            Math.max(known.last(), last),
            known.occurrence())
        .update();
    ledger.lasted(known.issue(), o.host(), until(o));
    return new Filed(known.issue(), known.occurrence(), false, true, false);
  }

  private static Instant until(EventOccurrence o) {
    Duration first = o.event().first().orElse(Duration.ZERO);
    Duration lasted = o.event().last().orElse(first).minus(first);
    return lasted.isNegative() ? o.at() : o.at().plus(lasted);
  }

  private static String state(FleetEvent event) {
    return "event " + event.kind() + "\n" + event.title() + "\n" + event.device().orElse("");
  }

  private long insert(long issue, Optional<String> kernel, EventOccurrence o) throws SQLException {
    FleetEvent event = o.event();
    long occurrence = ledger.next("occurrence");
    Query.of(
            connection,
            "INSERT INTO occurrence (occurrence, issue, host, boot, source, sequence, kernel, at,"
                + " exact_time, title, type, severity, device, corrupted, suppressed, panicked,"
                + " start_line, end_line, uptime_ns, last_uptime_ns, times, state, text, why)"
                + " VALUES (?%s)".formatted(", ?".repeat(23)),
            occurrence,
            issue,
            o.host().value(),
            o.boot().map(BootId::toString).orElse(""),
            o.source(),
            identity(o),
            kernel,
            Micros.of(o.at()),
            o.exactTime(),
            event.title(),
            event.kind(),
            Severities.number(event.severity()),
            event.device(),
            false,
            false,
            false,
            event.startLine(),
            event.endLine(),
            event.first().map(Nanos::of),
            event.last().map(Nanos::of),
            event.count(),
            state(event),
            event.text(),
            "same event: " + event.title())
        .update();
    return occurrence;
  }
}
