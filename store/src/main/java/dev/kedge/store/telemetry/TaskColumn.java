package dev.kedge.store.telemetry;

import dev.kedge.profile.Namespaces;
import dev.kedge.profile.SampledTask;
import dev.kedge.profile.filter.FilterKey;
import dev.kedge.store.parquet.NamespaceColumn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.stream.Collectors;

/** Columns of samples that tell threads apart; a row is read with those that matter. */
enum TaskColumn {
  PID("pid"),
  COMMAND("command"),
  TID("coalesce(tid, 0)"),
  THREAD("coalesce(thread, '')"),
  CGROUP("cgroup"),
  NAMESPACES(NamespaceColumn.NAME);

  private final String sql;

  TaskColumn(String sql) {
    this.sql = sql;
  }

  /** What a filter's key is decided on, empty where that is no column of a task. */
  static Optional<TaskColumn> of(FilterKey key) {
    return switch (key) {
      case PID -> Optional.of(PID);
      case COMMAND -> Optional.of(COMMAND);
      case TID -> Optional.of(TID);
      case THREAD -> Optional.of(THREAD);
      case CGROUP, NAMESPACE, POD, CONTAINER -> Optional.of(CGROUP);
      case NS -> Optional.of(NAMESPACES);
      case HOST, KERNEL, CPU -> Optional.empty();
    };
  }

  /** Columns for a SELECT, each after a comma. */
  static String select(EnumSet<TaskColumn> columns) {
    return columns.stream().map(column -> ", " + column.sql).collect(Collectors.joining());
  }

  /**
   * The task of a row; what was not selected is 0 or empty.
   *
   * @param first number of the first of these columns
   */
  static SampledTask task(ResultSet row, EnumSet<TaskColumn> columns, int first)
      throws SQLException {
    int pid = 0;
    String command = "";
    int tid = 0;
    String thread = "";
    String cgroup = "";
    Namespaces namespaces = Namespaces.HOST;
    int at = first;
    for (TaskColumn column : columns) {
      switch (column) {
        case PID -> pid = row.getInt(at);
        case COMMAND -> command = row.getString(at);
        case TID -> tid = row.getInt(at);
        case THREAD -> thread = row.getString(at);
        case CGROUP -> cgroup = row.getString(at);
        case NAMESPACES -> namespaces = NamespaceColumn.of(row, at);
      }
      at++;
    }
    return new SampledTask(pid, command, tid, thread, cgroup, namespaces);
  }
}
