package dev.kedge.store.issues;

import dev.kedge.model.BootId;
import dev.kedge.report.Occurrence;
import dev.kedge.report.fingerprint.Ongoing;
import dev.kedge.store.sql.Nanos;
import dev.kedge.store.sql.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * Reports of a state that lasts, such as a hung task: the kernel prints one after the other, and
 * they are one occurrence. The kernel's own time tells whether a report goes on where the last
 * ended, and whether it was counted before.
 */
final class LastingState {
  private final Connection connection;

  LastingState(Connection connection) {
    this.connection = connection;
  }

  private record Known(long occurrence, long issue, long lastUptime) {}

  /** Adds the report to an occurrence it continues; empty when there is none. */
  Optional<Filed> continued(Occurrence o, Ongoing state) throws SQLException {
    Optional<Duration> uptime = o.report().uptime();
    if (uptime.isEmpty()) {
      return Optional.empty();
    }
    Optional<Known> known = known(o, state, Nanos.of(uptime.get()));
    if (known.isEmpty()) {
      return Optional.empty();
    }
    Known run = known.get();
    Duration apart = uptime.get().minusNanos(run.lastUptime());
    if (apart.isNegative() || apart.isZero()) {
      return Optional.of(new Filed(run.issue(), run.occurrence(), false, true, true));
    }
    if (!state.continues(state, apart)) {
      return Optional.empty();
    }
    extend(run, o, Nanos.of(uptime.get()));
    return Optional.of(new Filed(run.issue(), run.occurrence(), false, true, false));
  }

  /** The last run of the state that began before. */
  private Optional<Known> known(Occurrence o, Ongoing state, long uptime) throws SQLException {
    return Query.of(
            connection,
            "SELECT occurrence, issue, coalesce(last_uptime_ns, uptime_ns) FROM occurrence"
                + " WHERE host = ? AND boot = ? AND source = ? AND state = ? AND uptime_ns <= ?"
                + " ORDER BY uptime_ns DESC LIMIT 1",
            o.host().value(),
            o.boot().map(BootId::toString).orElse(""),
            o.source(),
            state.key(),
            uptime)
        .first(row -> new Known(row.getLong(1), row.getLong(2), row.getLong(3)));
  }

  private void extend(Known run, Occurrence o, long uptime) throws SQLException {
    Query.of(
            connection,
            "UPDATE occurrence SET times = times + 1, last_uptime_ns = ? WHERE occurrence = ?",
            uptime,
            run.occurrence())
        .update();
    new IssueLedger(connection).lasted(run.issue(), o.host(), o.at());
  }
}
