package dev.kedge.report.hang;

import dev.kedge.report.line.ConsoleLog;
import dev.kedge.report.line.LineIndex;
import dev.kedge.report.line.LogLine;
import dev.kedge.report.line.LogOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads logs and builds a graph of waits for each hang in them. Rules are read once, when the
 * reader is made; one reader serves any number of threads.
 *
 * <p>A log may hold the consoles of several hosts, when its lines name them, and several boots and
 * hangs. Files of {@code /proc/PID} are taken as {@code tail -n +1 FILE...} prints them.
 */
public final class HangReader {
  /** More hosts than this in one log are read as one. */
  private static final int MAX_HOSTS = 256;

  private final WaitRules rules = WaitRules.shipped();

  /** The hangs of a log; any bytes are accepted and none cause an exception. */
  public List<HangGraph> read(byte[] log) {
    byte[] ordered = LogOrder.arrange(log);
    ConsoleLog lines = new ConsoleLog(ordered, LineIndex.of(ordered));
    Map<String, EvidenceReader> hosts = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      LogLine line = lines.line(i);
      String host = hosts.size() < MAX_HOSTS ? line.host() : "";
      hosts.computeIfAbsent(host, EvidenceReader::new).line(line);
    }
    List<HangGraph> graphs = new ArrayList<>();
    for (EvidenceReader reader : hosts.values()) {
      for (Evidence evidence : reader.end()) {
        HangGraph graph = new HangGraphBuilder(rules, evidence).build();
        if (!graph.waits().isEmpty() || !graph.stalls().isEmpty()) {
          graphs.add(graph);
        }
      }
    }
    return List.copyOf(graphs);
  }
}
