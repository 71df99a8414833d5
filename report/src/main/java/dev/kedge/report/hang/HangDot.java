package dev.kedge.report.hang;

import dev.kedge.model.Printable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes graphs of waits in the DOT language of Graphviz: an arrow leads from who waits to who
 * holds it up; dashed when the holder is inferred. Names are quoted, so that none can end its
 * label.
 */
public final class HangDot {
  private static final int MAX_LABEL = 200;

  private HangDot() {}

  /** One digraph with a cluster for each hang. */
  public static String of(List<HangGraph> graphs) {
    StringBuilder out = new StringBuilder("digraph hangs {\n  rankdir=LR;\n");
    out.append("  node [shape=box, fontname=\"sans-serif\"];\n");
    for (int i = 0; i < graphs.size(); i++) {
      cluster(out, i, graphs.get(i));
    }
    return out.append("}\n").toString();
  }

  private static void cluster(StringBuilder out, int number, HangGraph graph) {
    out.append("  subgraph cluster_").append(number).append(" {\n");
    Set<Integer> nodes = new HashSet<>();
    Set<Integer> inCycle = new HashSet<>();
    Map<Integer, Root> roots = new HashMap<>();
    graph.cycles().forEach(c -> c.waits().forEach(w -> inCycle.add(w.waiter().pid())));
    graph.roots().forEach(root -> root.task().ifPresent(t -> roots.put(t.pid(), root)));
    for (Wait wait : graph.waits()) {
      node(out, number, wait.waiter(), roots, inCycle, nodes);
      wait.holders().forEach(h -> node(out, number, h.task(), roots, inCycle, nodes));
    }
    for (Root root : graph.roots()) {
      root.task().ifPresent(task -> node(out, number, task, roots, inCycle, nodes));
    }
    for (Wait wait : graph.waits()) {
      for (Holder holder : wait.holders()) {
        out.append("    ").append(id(number, wait.waiter())).append(" -> ");
        out.append(id(number, holder.task()));
        out.append(" [label=").append(quoted(wait.resource().text()));
        out.append(holder.certainty() == Certainty.INFERRED ? ", style=dashed" : "");
        out.append("];\n");
      }
    }
    out.append("  }\n");
  }

  private static void node(
      StringBuilder out,
      int number,
      TaskRef task,
      Map<Integer, Root> roots,
      Set<Integer> inCycle,
      Set<Integer> done) {
    if (!done.add(task.pid())) {
      return;
    }
    Root root = roots.get(task.pid());
    String label = root == null ? task.toString() : task + "\n" + root.reason();
    out.append("    ").append(id(number, task)).append(" [label=").append(quoted(label));
    out.append(root == null ? "" : ", style=bold");
    out.append(inCycle.contains(task.pid()) ? ", color=red" : "");
    out.append("];\n");
  }

  private static String id(int number, TaskRef task) {
    return "h" + number + "_t" + task.pid();
  }

  /** A quoted string: only the quote and the backslash mean something inside one. */
  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    String[] lines = text.split("\n", 2);
    for (int i = 0; i < lines.length; i++) {
      out.append(i == 0 ? "" : "\\n");
      String safe = Printable.of(lines[i], MAX_LABEL);
      for (int k = 0; k < safe.length(); k++) {
        char c = safe.charAt(k);
        out.append(c == '"' || c == '\\' ? "\\" : "").append(c);
      }
    }
    return out.append('"').toString();
  }
}
