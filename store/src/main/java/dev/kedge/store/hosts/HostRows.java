package dev.kedge.store.hosts;

import dev.kedge.model.AgentCost;
import dev.kedge.model.BootId;
import dev.kedge.model.BuildId;
import dev.kedge.model.CgroupMode;
import dev.kedge.model.Heartbeat;
import dev.kedge.model.HostId;
import dev.kedge.model.HostIdentity;
import dev.kedge.model.KernelRelease;
import dev.kedge.model.Limitation;
import dev.kedge.store.disk.StoreException;
import dev.kedge.store.intake.Recent;
import dev.kedge.store.issues.Severities;
import dev.kedge.store.sql.Micros;
import dev.kedge.store.sql.Nanos;
import dev.kedge.store.sql.Query;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** Hosts as rows of the metadata database. */
final class HostRows {
  private static final long DAY_MICROS = Duration.ofDays(1).toNanos() / 1000;
  private static final long HOUR_MICROS = Duration.ofHours(1).toNanos() / 1000;

  /** The agent's CPU use is the mean over this much of its run, or two heartbeats if sparser. */
  private static final long COST_SPAN_NANOS = Duration.ofMinutes(5).toNanos();

  private static final String COLUMNS =
      "host, boot, kernel, kernel_build_id, kernel_version, architecture, command_line, cpu_model,"
          + " cpus, memory_bytes, cgroup_mode, booted_at, last_seen, heartbeat_at, agent_version,"
          + " uptime_ns, cpu_ns, rss_bytes, samples, lost_samples, truncated_stacks, windows,"
          + " uploaded_bytes, spool_bytes, dropped_uploads, unreadable_readings, first_seen";

  private HostRows() {}

  private record Row(Heartbeat heartbeat, Instant firstSeen, Instant lastSeen) {}

  static Optional<Heartbeat> last(Connection connection, String host) throws SQLException {
    return row(connection, host).map(Row::heartbeat);
  }

  static Optional<HostRecord> find(Connection connection, String host, Recent recent)
      throws SQLException {
    Optional<Row> found = row(connection, host);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Row row = found.get();
    long issues =
        Query.of(connection, "SELECT count(*) FROM issue_host WHERE host = ?", host).number();
    return Optional.of(
        new HostRecord(
            row.heartbeat(),
            row.firstSeen(),
            row.lastSeen(),
            agentCpuCores(connection, row.heartbeat()),
            storedBytesPerDay(connection, host),
            dataFrom(connection, new HostId(host), recent),
            issues));
  }

  static void save(Connection connection, Heartbeat h, Instant receivedAt) throws SQLException {
    HostIdentity is = h.identity();
    AgentCost cost = h.cost();
    long received = Micros.of(receivedAt);
    Query.of(
            connection,
            "INSERT INTO host (%s) VALUES (%s) ON CONFLICT (host) DO UPDATE SET %s"
                .formatted(COLUMNS, "?" + ", ?".repeat(26), updates()),
            is.host().value(),
            is.boot().toString(),
            is.kernel().value(),
            is.kernelBuildId().map(BuildId::hex),
            is.kernelVersion(),
            is.architecture(),
            is.commandLine(),
            is.cpuModel(),
            is.cpus(),
            is.memoryBytes(),
            is.cgroupMode().name(),
            Micros.of(is.bootedAt()),
            received,
            Micros.of(h.at()),
            h.agentVersion(),
            Nanos.of(cost.uptime()),
            Nanos.of(cost.cpu()),
            cost.rssBytes(),
            cost.samples(),
            cost.lostSamples(),
            cost.truncatedStacks(),
            cost.windows(),
            cost.uploadedBytes(),
            cost.spoolBytes(),
            cost.droppedUploads(),
            cost.unreadableReadings(),
            received)
        .update();
    saveLimitations(connection, is.host().value(), h.limitations());
  }

  static HostEvent event(ResultSet row) throws SQLException {
    long issue = row.getLong("issue");
    int severity = row.getInt("severity");
    return new HostEvent(
        Micros.instant(row.getLong("at")),
        kind(row.getString("kind")),
        row.getString("title"),
        issue == 0 ? OptionalLong.empty() : OptionalLong.of(issue),
        issue == 0 ? Optional.empty() : Optional.of(Severities.of(severity)),
        Optional.ofNullable(row.getString("device")),
        row.getLong("times"),
        Duration.ofNanos(row.getLong("lasted_ns")));
  }

  private static HostEvent.Kind kind(String wireName) {
    for (HostEvent.Kind kind : HostEvent.Kind.values()) {
      if (kind.wireName().equals(wireName)) {
        return kind;
      }
    }
    throw new StoreException("event kind \"%s\" is not known".formatted(wireName));
  }

  private static String updates() {
    StringBuilder updates = new StringBuilder();
    for (String column : COLUMNS.split(", ", -1)) {
      if (!column.equals("host") && !column.equals("first_seen")) {
        updates.append(updates.isEmpty() ? "" : ", ");
        updates.append(column).append(" = excluded.").append(column);
      }
    }
    return updates.toString();
  }

  private static void saveLimitations(
      Connection connection, String host, List<Limitation> limitations) throws SQLException {
    Query.of(connection, "DELETE FROM limitation WHERE host = ?", host).update();
    for (int i = 0; i < limitations.size(); i++) {
      Limitation limitation = limitations.get(i);
      Query.of(
              connection,
              "INSERT INTO limitation (host, position, feature, cause, remedy) VALUES (?, ?, ?, ?,"
                  + " ?)",
              host,
              i,
              limitation.feature(),
              limitation.cause(),
              limitation.remedy())
          .update();
    }
  }

  private static Optional<Row> row(Connection connection, String host) throws SQLException {
    List<Limitation> limitations =
        Query.of(
                connection,
                "SELECT feature, cause, remedy FROM limitation WHERE host = ? ORDER BY position",
                host)
            .list(row -> new Limitation(row.getString(1), row.getString(2), row.getString(3)));
    return Query.of(connection, "SELECT " + COLUMNS + " FROM host WHERE host = ?", host)
        .first(row ->
            new Row(
                new Heartbeat(
                    identity(row),
                    Micros.instant(row.getLong("heartbeat_at")),
                    row.getString("agent_version"),
                    cost(row),
                    limitations),
                Micros.instant(row.getLong("first_seen")),
                Micros.instant(row.getLong("last_seen"))));
  }

  private static HostIdentity identity(ResultSet row) throws SQLException {
    return new HostIdentity(
        new HostId(row.getString("host")),
        BootId.parse(row.getString("boot")),
        new KernelRelease(row.getString("kernel")),
        Optional.ofNullable(row.getString("kernel_build_id")).map(BuildId::new),
        row.getString("kernel_version"),
        row.getString("architecture"),
        row.getString("command_line"),
        row.getString("cpu_model"),
        row.getInt("cpus"),
        row.getLong("memory_bytes"),
        CgroupMode.valueOf(row.getString("cgroup_mode")),
        Micros.instant(row.getLong("booted_at")));
  }

  private static AgentCost cost(ResultSet row) throws SQLException {
    return new AgentCost(
        Duration.ofNanos(row.getLong("uptime_ns")),
        Duration.ofNanos(row.getLong("cpu_ns")),
        row.getLong("rss_bytes"),
        row.getLong("samples"),
        row.getLong("lost_samples"),
        row.getLong("truncated_stacks"),
        row.getLong("windows"),
        row.getLong("uploaded_bytes"),
        row.getLong("spool_bytes"),
        row.getLong("dropped_uploads"),
        row.getLong("unreadable_readings"));
  }

  /** Over the same agent run only: uptimes below the last one's, the run's CPU time with them. */
  private static double agentCpuCores(Connection connection, Heartbeat last) throws SQLException {
    long uptime = Nanos.of(last.cost().uptime());
    long cpu = Nanos.of(last.cost().cpu());
    record Point(long uptime, long cpu) {}
    List<Point> earlier =
        Query.of(
                connection,
                "SELECT uptime_ns, cpu_ns FROM heartbeat"
                    + " WHERE host = ? AND uptime_ns < ? AND cpu_ns <= ? ORDER BY received_at DESC",
                last.identity().host().value(),
                uptime,
                cpu)
            .list(row -> new Point(row.getLong(1), row.getLong(2)));
    Point base = new Point(uptime, cpu);
    for (Point point : earlier) {
      if (point.uptime() >= base.uptime()) {
        break;
      }
      base = point;
      if (uptime - point.uptime() >= COST_SPAN_NANOS) {
        break;
      }
    }
    return uptime == base.uptime() ? 0 : (double) (cpu - base.cpu()) / (uptime - base.uptime());
  }

  /**
   * Of the last day that is over, as it lies on disk now, else of the day that is not. Files are
   * shared by hosts, so each has the part of a day's bytes that it had when they were first
   * written.
   */
  private static OptionalDouble storedBytesPerDay(Connection connection, String host)
      throws SQLException {
    OptionalLong last =
        smallest(
            Query.of(connection, "SELECT max(rolled_at) FROM host_growth WHERE host = ?", host));
    if (last.isEmpty()) {
      return OptionalDouble.empty();
    }
    long today = Math.floorDiv(last.getAsLong(), DAY_MICROS);
    OptionalDouble yesterday = storedBytesPerDay(connection, host, today - 1, HOUR_MICROS);
    return yesterday.isPresent() ? yesterday : storedBytesPerDay(connection, host, today, 1);
  }

  private static OptionalDouble storedBytesPerDay(
      Connection connection, String host, long day, long leastSpan) throws SQLException {
    return Query.of(
            connection,
            "SELECT sum(CASE WHEN host = ? THEN bytes END),"
                + " sum(CASE WHEN host = ? THEN span_us END), sum(bytes),"
                + " (SELECT sum(bytes) FROM manifest WHERE day = ?)"
                + " FROM host_growth WHERE rolled_at >= ? AND rolled_at < ?",
            host,
            host,
            day,
            day * DAY_MICROS,
            (day + 1) * DAY_MICROS)
        .first(row -> {
          double share = (double) row.getLong(1) / Math.max(1, row.getLong(3));
          long span = row.getLong(2);
          long onDisk = row.getLong(4);
          return span < leastSpan || onDisk <= 0
              ? OptionalDouble.empty()
              : OptionalDouble.of(onDisk * share / span * DAY_MICROS);
        })
        .orElse(OptionalDouble.empty());
  }

  /**
   * Files are shared by hosts, so this is the later of the host's first data and the oldest file.
   */
  private static Optional<Instant> dataFrom(Connection connection, HostId host, Recent recent)
      throws SQLException {
    OptionalLong inMemory = recent.oldest(host);
    OptionalLong first =
        smallest(
            Query.of(
                connection, "SELECT min(data_from) FROM host_data WHERE host = ?", host.value()));
    OptionalLong oldest =
        smallest(
            Query.of(
                connection,
                "SELECT min(earliest) FROM ("
                    + "SELECT min(min_us) AS earliest FROM manifest WHERE table_name = 'samples'"
                    + " UNION ALL SELECT min(min_us) FROM manifest WHERE table_name = 'windows'"
                    + " UNION ALL SELECT min(min_us) FROM manifest WHERE table_name = 'vitals'"
                    + ") AS tables"));
    LongStream.Builder times = LongStream.builder();
    inMemory.ifPresent(times);
    if (first.isPresent() && oldest.isPresent()) {
      times.add(Math.max(first.getAsLong(), oldest.getAsLong()));
    }
    OptionalLong from = times.build().min();
    return from.isPresent() ? Optional.of(Micros.instant(from.getAsLong())) : Optional.empty();
  }

  private static OptionalLong smallest(Query query) throws SQLException {
    return query
        .first(row -> {
          long value = row.getLong(1);
          return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
        })
        .orElse(OptionalLong.empty());
  }
}
