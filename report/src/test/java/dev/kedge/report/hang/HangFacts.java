package dev.kedge.report.hang;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Facts files: what is to be found in a log; their heads explain the entries. */
final class HangFacts {
  private HangFacts() {}

  /** The facts of each log, by its file name. */
  static Map<String, List<String>> read(String resource) {
    Map<String, List<String>> logs = new LinkedHashMap<>();
    List<String> facts = new ArrayList<>();
    for (String line : text(resource).lines().toList()) {
      if (line.startsWith("log ")) {
        facts = new ArrayList<>();
        logs.put(line.substring(4), facts);
      } else if (!line.isBlank() && !line.startsWith("#")) {
        facts.add(line);
      }
    }
    return logs;
  }

  static byte[] fixture(String name) {
    return text(name).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(String resource) {
    try (InputStream in = HangFacts.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new IllegalStateException(resource, e);
    }
  }

  /**
   * The facts a list of graphs shows, in the form of the files.
   *
   * @param maxWaits waits listed of each hang
   */
  static List<String> of(List<HangGraph> graphs, int maxWaits) {
    List<String> facts = new ArrayList<>();
    for (HangGraph graph : graphs) {
      String host = graph.host().isEmpty() ? "" : " host=" + graph.host();
      String suppressed = graph.reportsSuppressed() ? " suppressed=yes" : "";
      facts.add(
          "hang waits=%d roots=%d".formatted(graph.waits().size(), graph.roots().size())
              + host
              + suppressed);
      graph.waits().stream().limit(maxWaits).forEach(wait -> facts.add(fact(wait)));
      graph.cycles().forEach(cycle -> facts.add(fact(cycle)));
      graph.roots().forEach(root -> facts.add(fact(root)));
    }
    return facts;
  }

  private static String fact(Wait wait) {
    Resource resource = wait.resource();
    String held =
        wait.holders().stream()
            .map(h -> h.task().pid() + ":" + h.certainty().label())
            .collect(Collectors.joining(","));
    return "wait "
        + wait.waiter().pid()
        + " kind="
        + resource.kind().label()
        + (resource.name().isEmpty() ? "" : " name=" + resource.name().replace(' ', '_'))
        + (resource.site().isEmpty() ? "" : " in=" + resource.site())
        + (held.isEmpty() ? "" : " held=" + held)
        + (wait.ownerNotFound() ? " owner=none" : "");
  }

  private static String fact(Cycle cycle) {
    String pids =
        cycle.waits().stream()
            .map(wait -> String.valueOf(wait.waiter().pid()))
            .collect(Collectors.joining(","));
    return "cycle " + pids + " certain=" + (cycle.certain() ? "yes" : "no");
  }

  private static String fact(Root root) {
    return "root %s kind=%s waiters=%d certain=%s"
        .formatted(
            root.task().map(task -> String.valueOf(task.pid())).orElse("-"),
            root.kind().label(),
            root.waiters(),
            root.certain() ? "yes" : "no");
  }
}
