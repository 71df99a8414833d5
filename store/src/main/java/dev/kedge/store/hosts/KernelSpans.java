package dev.kedge.store.hosts;

import dev.kedge.model.HostId;
import dev.kedge.model.TimeRange;
import dev.kedge.store.sql.Micros;
import dev.kedge.store.sql.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which kernels hosts ran, by the boots their heartbeats told of. */
final class KernelSpans {
  private final TimeRange range;
  private final List<KernelSpan> spans = new ArrayList<>();
  private String host = "";
  private String kernel = "";
  private Instant from = Instant.EPOCH;

  private KernelSpans(TimeRange range) {
    this.range = range;
  }

  static List<KernelSpan> in(Connection connection, TimeRange range, Optional<HostId> only)
      throws SQLException {
    KernelSpans spans = new KernelSpans(range);
    Query query =
        Query.of(
            connection,
            "SELECT host, at, title FROM host_event WHERE kind = ? AND at < ?",
            HostEvent.Kind.BOOT.wireName(),
            Micros.of(range.end()));
    only.ifPresent(host -> query.and(" AND host = ?", host.value()));
    query
        .and(" ORDER BY host, at")
        .each(
            row -> spans.boot(row.getString(1), Micros.instant(row.getLong(2)), row.getString(3)));
    spans.end(range.end());
    return spans.spans;
  }

  private void boot(String booted, Instant at, String title) {
    end(booted.equals(host) ? at : range.end());
    // What was sampled before the first boot that is known was sampled under that kernel too: the
    // time of a boot is worked out from a clock that may have been set since.
    from = booted.equals(host) ? at : Instant.MIN;
    host = booted;
    kernel = title.substring(Math.min(title.length(), HostChanges.BOOTED.length()));
  }

  private void end(Instant at) {
    if (host.isEmpty()) {
      return;
    }
    Instant start = from.isAfter(range.start()) ? from : range.start();
    Instant end = at.isBefore(range.end()) ? at : range.end();
    if (start.isBefore(end)) {
      spans.add(new KernelSpan(new HostId(host), kernel, new TimeRange(start, end)));
    }
  }
}
