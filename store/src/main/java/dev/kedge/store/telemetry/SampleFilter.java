package dev.kedge.store.telemetry;

import dev.kedge.profile.SampledTask;
import dev.kedge.store.sql.Query;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What samples must have in common; what is empty is not asked for.
 *
 * @param pid one process only
 * @param command processes of that name only
 * @param cgroup processes of that cgroup and of all below it only; {@code /} is every one
 * @param tid one thread only
 * @param thread threads of that name only
 * @param cpu samples of one CPU only; those of windows that do not tell CPUs apart are left out
 */
public record SampleFilter(
    OptionalInt pid,
    Optional<String> command,
    Optional<String> cgroup,
    OptionalInt tid,
    Optional<String> thread,
    OptionalInt cpu) {
  /** Every sample. */
  public static final SampleFilter NONE =
      new SampleFilter(
          OptionalInt.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty(),
          Optional.empty(),
          OptionalInt.empty());

  /** Adds the conditions on a row of samples. That on the CPU is one on each moment of a row. */
  void restrict(Query query) {
    pid.ifPresent(value -> query.and(" AND pid = ?", value));
    command.ifPresent(value -> query.and(" AND command = ?", value));
    tid.ifPresent(value -> query.and(" AND tid = ?", value));
    thread.ifPresent(value -> query.and(" AND thread = ?", value));
    cgroup
        .filter(path -> !path.equals("/"))
        .ifPresent(path ->
            query.and(
                " AND (cgroup = ? OR substr(cgroup, 1, CAST(? AS INTEGER)) = ?)",
                path,
                below(path).codePointCount(0, below(path).length()),
                below(path)));
  }

  /** The same conditions on a row in memory. */
  boolean matches(SampledTask task) {
    return (pid.isEmpty() || pid.getAsInt() == task.pid())
        && (tid.isEmpty() || tid.getAsInt() == task.tid())
        && command.orElse(task.command()).equals(task.command())
        && thread.orElse(task.thread()).equals(task.thread())
        && inCgroup(task.cgroup());
  }

  private boolean inCgroup(String path) {
    return cgroup.isEmpty()
        || cgroup.get().equals("/")
        || path.equals(cgroup.get())
        || path.startsWith(below(cgroup.get()));
  }

  boolean matchesCpu(int number) {
    return cpu.isEmpty() || cpu.getAsInt() == number;
  }

  private static String below(String path) {
    return path.endsWith("/") ? path : path + "/";
  }
}
