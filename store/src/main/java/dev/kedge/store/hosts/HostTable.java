package dev.kedge.store.hosts;

import dev.kedge.model.Heartbeat;
import dev.kedge.model.HostId;
import dev.kedge.model.TimeRange;
import dev.kedge.store.disk.StoreFullException;
import dev.kedge.store.intake.Recent;
import dev.kedge.store.sql.Cursor;
import dev.kedge.store.sql.Metadata;
import dev.kedge.store.sql.Micros;
import dev.kedge.store.sql.Nanos;
import dev.kedge.store.sql.Page;
import dev.kedge.store.sql.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Hosts and their heartbeats. Safe for use by many threads. */
public final class HostTable {
  private static final Duration HEARTBEATS_KEPT = Duration.ofHours(1);
  private static final int EVENTS = 1000;

  private final Metadata metadata;
  private final Recent recent;

  /** The table over these parts of an open store. */
  public HostTable(Metadata metadata, Recent recent) {
    this.metadata = metadata;
    this.recent = recent;
  }

  /**
   * Keeps a heartbeat; it is on disk when this returns. A boot, another kernel or a restarted agent
   * that it shows becomes an event.
   *
   * @throws StoreFullException when the disk is full; nothing was kept
   */
  public void heartbeat(Heartbeat h, Instant receivedAt) {
    metadata.write(
        "heartbeat of " + h.identity().host(),
        connection -> {
          String host = h.identity().host().value();
          for (HostEvent event : HostChanges.between(HostRows.last(connection, host), h)) {
            Query.of(
                    connection,
                    "INSERT INTO host_event (host, at, kind, title) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (host, at, kind, title) DO NOTHING",
                    host,
                    Micros.of(event.at()),
                    event.kind().wireName(),
                    event.title())
                .update();
            if (event.kind() == HostEvent.Kind.AGENT) {
              // The counters of another run say nothing about this one's CPU use.
              Query.of(connection, "DELETE FROM heartbeat WHERE host = ?", host).update();
            }
          }
          HostRows.save(connection, h, receivedAt);
          Query.of(
                  connection,
                  "INSERT INTO fleet_kernel (kernel, first_seen) VALUES (?, ?)"
                      + " ON CONFLICT (kernel) DO NOTHING",
                  h.identity().kernel().value(),
                  Micros.of(receivedAt))
              .update();
          keepRecent(connection, h, Micros.of(receivedAt));
          return true;
        });
  }

  /** The host of that name, empty when it never sent a heartbeat. */
  public Optional<HostRecord> find(HostId id) {
    return metadata.read("host " + id, connection -> HostRows.find(connection, id.value(), recent));
  }

  /**
   * Hosts by name.
   *
   * @throws IllegalArgumentException when the cursor is none of an earlier answer
   */
  public Page<HostRecord> list(Optional<String> cursor, int limit) {
    String after = cursor.map(Cursor::text).orElse("");
    int rows = Cursor.limit(limit);
    return metadata.read(
        "list of hosts",
        connection -> {
          List<String> names =
              Query.of(
                      connection,
                      "SELECT host FROM host WHERE host > ? ORDER BY host LIMIT ?",
                      after,
                      rows + 1)
                  .list(row -> row.getString(1));
          List<HostRecord> hosts = new ArrayList<>();
          for (String name : names.subList(0, Math.min(rows, names.size()))) {
            HostRows.find(connection, name, recent).ifPresent(hosts::add);
          }
          return new Page<>(
              hosts,
              names.size() > rows ? Optional.of(Cursor.of(names.get(rows - 1))) : Optional.empty());
        });
  }

  /**
   * What kernels hosts ran in a range, by host and time.
   *
   * @param only this host, or every one
   */
  public List<KernelSpan> kernels(TimeRange range, Optional<HostId> only) {
    return metadata.read("kernels of hosts", connection -> KernelSpans.in(connection, range, only));
  }

  /** What happened on a host in a range, in time order; the newest 1000 where there are more. */
  public List<HostEvent> events(HostId id, TimeRange range) {
    return metadata
        .read(
            "events of " + id,
            connection ->
                Query.of(
                        connection,
                        "SELECT at, kind, title, issue, severity, device, times, lasted_ns FROM ("
                            + "SELECT at, kind, title, NULL AS issue, NULL AS severity,"
                            + " NULL AS device, 1 AS times, 0 AS lasted_ns FROM host_event"
                            + " WHERE host = ? AND at >= ? AND at < ?"
                            + " UNION ALL SELECT o.at,"
                            + " CASE WHEN i.kind = 'report' THEN 'report' ELSE 'event' END,"
                            + " o.title, o.issue, o.severity, o.device, o.times,"
                            + " coalesce(o.last_uptime_ns - o.uptime_ns, 0)"
                            + " FROM occurrence o JOIN issue i ON i.issue = o.issue"
                            + " WHERE o.host = ? AND o.at >= ? AND o.at < ?"
                            + ") AS happened ORDER BY at DESC, kind, title LIMIT ?",
                        id.value(),
                        Micros.of(range.start()),
                        Micros.of(range.end()),
                        id.value(),
                        Micros.of(range.start()),
                        Micros.of(range.end()),
                        EVENTS)
                    .list(HostRows::event))
        .reversed();
  }

  private static void keepRecent(Connection connection, Heartbeat h, long receivedAt)
      throws SQLException {
    String host = h.identity().host().value();
    Query.of(
            connection,
            "INSERT INTO heartbeat (host, received_at, uptime_ns, cpu_ns) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (host, received_at) DO UPDATE SET"
                + " uptime_ns = excluded.uptime_ns, cpu_ns = excluded.cpu_ns",
            host,
            receivedAt,
            Nanos.of(h.cost().uptime()),
            Nanos.of(h.cost().cpu()))
        .update();
    // Those from ahead of now go too: they are left over from before the server's clock was set
    // back, and would never age.
    Query.of(
            connection,
            "DELETE FROM heartbeat WHERE host = ? AND (received_at < ? OR received_at > ?)",
            host,
            receivedAt - HEARTBEATS_KEPT.toNanos() / 1000,
            receivedAt)
        .update();
  }
}
