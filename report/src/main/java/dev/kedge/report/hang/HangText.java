package dev.kedge.report.hang;

import dev.kedge.model.Printable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** Prints a graph of waits for people. */
public final class HangText {
  private static final int MAX_NAME = 300;

  /** Waiters of one thing that are named one by one. */
  private static final int MAX_WAITERS = 10;

  private HangText() {}

  /** The graph: roots, cycles, then each wait with its holders; lines end with a line feed. */
  public static String of(HangGraph graph) {
    StringBuilder out = new StringBuilder();
    out.append(head(graph)).append('\n');
    for (Cycle cycle : graph.cycles()) {
      line(out, 1, (cycle.certain() ? "deadlock: " : "deadlock, maybe: ") + cycle.text());
    }
    for (Root root : graph.roots()) {
      String waiters =
          root.waiters() == 0 ? "" : ", %d %s".formatted(root.waiters(), tasksWait(root.waiters()));
      line(
          out,
          1,
          "root %s [%s]: %s%s"
              .formatted(
                  root.who(),
                  root.kind().label(),
                  root.reason() + (root.certain() ? "" : " (inferred)"),
                  waiters));
    }
    for (Stall stall : graph.stalls()) {
      line(out, 1, "stall " + stall(stall));
    }
    Map<Group, List<Wait>> groups = new LinkedHashMap<>();
    for (Wait wait : graph.waits()) {
      Group group = new Group(wait.resource(), wait.holders(), wait.ownerNotFound());
      groups.computeIfAbsent(group, g -> new ArrayList<>()).add(wait);
    }
    Map<Integer, TaskSnapshot> tasks = graph.tasksByPid();
    groups.forEach((group, waits) -> group(out, tasks, group, waits));
    if (graph.reportsSuppressed()) {
      line(out, 1, "the kernel stopped reporting hung tasks: there may be more");
    }
    if (graph.tasksLeftOut() > 0) {
      line(out, 1, "%d more tasks were left out".formatted(graph.tasksLeftOut()));
    }
    return out.toString();
  }

  private static String tasksWait(int count) {
    return count == 1 ? "task waits for it" : "tasks wait for it";
  }

  private static String head(HangGraph graph) {
    StringJoiner out = new StringJoiner(" ");
    out.add("hang");
    if (!graph.host().isEmpty()) {
      out.add("on " + Printable.of(graph.host(), MAX_NAME));
    }
    graph.from().ifPresent(from -> out.add("at " + seconds(from)));
    graph.to().ifPresent(to -> out.add("to " + seconds(to)));
    return out + ": " + graph.waits().size() + " waiting";
  }

  private static String seconds(Duration time) {
    return "%d.%03d s".formatted(time.toSeconds(), time.toMillisPart());
  }

  private static String stall(Stall stall) {
    String cpu = stall.cpu().isPresent() ? " of CPU " + stall.cpu().getAsInt() : "";
    String task = stall.task().map(t -> " by " + t).orElse("");
    return stall.kind().label() + cpu + task;
  }

  /** Waits that differ in the waiter only. */
  private record Group(Resource resource, List<Holder> holders, boolean ownerNotFound) {}

  private static void group(
      StringBuilder out, Map<Integer, TaskSnapshot> tasks, Group group, List<Wait> waits) {
    String owner = group.ownerNotFound() ? ", owner not found" : "";
    line(out, 1, group.resource().text() + owner);
    for (Holder holder : group.holders()) {
      line(out, 2, "held by " + holder.task() + " (" + holder.certainty().label() + ")");
    }
    waits.stream()
        .limit(MAX_WAITERS)
        .forEach(wait -> line(out, 2, "waited for by " + waiter(tasks, wait)));
    if (waits.size() > MAX_WAITERS) {
      line(out, 2, "and %d more".formatted(waits.size() - MAX_WAITERS));
    }
  }

  private static String waiter(Map<Integer, TaskSnapshot> tasks, Wait wait) {
    Optional<TaskSnapshot> task = Optional.ofNullable(tasks.get(wait.waiter().pid()));
    String blocked =
        task.filter(t -> t.blockedSeconds() > 0)
            .map(t -> " for more than " + t.blockedSeconds() + " s")
            .orElse("");
    String repeated =
        task.filter(t -> t.reports() > 1)
            .map(t -> ", reported " + t.reports() + " times")
            .orElse("");
    return wait.waiter() + blocked + repeated;
  }

  private static void line(StringBuilder out, int depth, String text) {
    out.append("  ".repeat(depth)).append(Printable.of(text, 2000)).append('\n');
  }

  /** All graphs of a log, one after another. */
  public static String of(List<HangGraph> graphs) {
    StringBuilder out = new StringBuilder();
    graphs.forEach(graph -> out.append(of(graph)));
    return out.toString();
  }
}
