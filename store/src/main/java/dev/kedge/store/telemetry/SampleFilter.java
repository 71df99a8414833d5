package dev.kedge.store.telemetry;

import dev.kedge.profile.SampledTask;
import dev.kedge.profile.filter.FilterKey;
import dev.kedge.profile.filter.ProfileFilter;
import dev.kedge.profile.workload.WorkloadPatterns;
import dev.kedge.store.sql.Query;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What samples must have in common; what is empty is not asked for.
 *
 * @param pid one process only
 * @param command processes of that name only
 * @param cgroup processes of that cgroup and of all below it only; {@code /} is every one
 * @param tid one thread only
 * @param thread threads of that name only
 * @param cpu samples of one CPU only; those of windows that do not tell CPUs apart are left out
 * @param terms what else; hosts and kernels are those of the selection, terms about them say
 *     nothing here
 */
public record SampleFilter(
    OptionalInt pid,
    Optional<String> command,
    Optional<String> cgroup,
    OptionalInt tid,
    Optional<String> thread,
    OptionalInt cpu,
    ProfileFilter terms) {
  private static final WorkloadPatterns WORKLOADS = WorkloadPatterns.shipped();

  /** Every sample. */
  public static final SampleFilter NONE = of(ProfileFilter.NONE);

  /** Only exact conditions. */
  public SampleFilter(
      OptionalInt pid,
      Optional<String> command,
      Optional<String> cgroup,
      OptionalInt tid,
      Optional<String> thread,
      OptionalInt cpu) {
    this(pid, command, cgroup, tid, thread, cpu, ProfileFilter.NONE);
  }

  /** What a filter says of the samples of a host. */
  public static SampleFilter of(ProfileFilter terms) {
    return new SampleFilter(
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        terms);
  }

  /** The one process it takes samples of, where it names one. */
  OptionalInt process() {
    return pid.isPresent() ? pid : terms.number(FilterKey.PID);
  }

  /** Whether CPUs matter, so that each moment of a row must be looked at. */
  boolean asksCpus() {
    return cpu.isPresent() || terms.keys().contains(FilterKey.CPU);
  }

  /** Columns that {@link #tasks} looks at. */
  Set<TaskColumn> columns() {
    Set<TaskColumn> columns = EnumSet.noneOf(TaskColumn.class);
    pid.ifPresent(_ -> columns.add(TaskColumn.PID));
    command.ifPresent(_ -> columns.add(TaskColumn.COMMAND));
    cgroup.ifPresent(_ -> columns.add(TaskColumn.CGROUP));
    tid.ifPresent(_ -> columns.add(TaskColumn.TID));
    thread.ifPresent(_ -> columns.add(TaskColumn.THREAD));
    terms.keys().forEach(key -> TaskColumn.of(key).ifPresent(columns::add));
    return columns;
  }

  /**
   * Adds the exact conditions on a row of samples: the others are decided on its task, and that on
   * the CPU is one on each moment of it.
   */
  void restrict(Query query) {
    number(query, "pid", process());
    text(query, "command", command.or(() -> terms.literal(FilterKey.COMMAND)));
    // Rows of old files have neither of these: they are left to the decision on the task.
    OptionalInt oneTid = tid.isPresent() ? tid : terms.number(FilterKey.TID);
    number(query, "tid", oneTid.orElse(0) == 0 ? OptionalInt.empty() : oneTid);
    text(
        query,
        "thread",
        thread.or(() -> terms.literal(FilterKey.THREAD)).filter(text -> !text.isEmpty()));
    cgroup
        .or(() -> terms.literal(FilterKey.CGROUP))
        .filter(path -> !path.equals("/"))
        .ifPresent(path ->
            query.and(
                " AND (cgroup = ? OR substr(cgroup, 1, CAST(? AS INTEGER)) = ?)",
                path,
                below(path).codePointCount(0, below(path).length()),
                below(path)));
  }

  private static void number(Query query, String column, OptionalInt number) {
    number.ifPresent(value -> query.and(" AND " + column + " = ?", value));
  }

  private static void text(Query query, String column, Optional<String> text) {
    text.ifPresent(value -> query.and(" AND " + column + " = ?", value));
  }

  /** All conditions on the task of a row, for one question. */
  Predicate<SampledTask> tasks() {
    Predicate<SampledTask> more = terms.tasks(WORKLOADS);
    return task -> matches(task) && more.test(task);
  }

  private boolean matches(SampledTask task) {
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
    return (cpu.isEmpty() || cpu.getAsInt() == number) && terms.matchesCpu(number);
  }

  private static String below(String path) {
    return path.endsWith("/") ? path : path + "/";
  }
}
