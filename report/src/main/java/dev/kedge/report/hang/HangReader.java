package dev.kedge.report.hang;

import dev.kedge.report.carrier.CarrierReader;
import dev.kedge.report.carrier.LogRecord;
import dev.kedge.report.carrier.RecordSink;
import dev.kedge.report.line.LogLine;
import dev.kedge.report.rules.ReportException;
import dev.kedge.report.rules.RuleSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads logs and builds a graph of waits for each hang in them. Rules are read once, when the
 * reader is made; one reader serves any number of threads.
 *
 * <p>A log may hold what several hosts print, when its lines name them, and several boots and
 * hangs. Files of {@code /proc/PID} are taken as {@code tail -n +1 FILE...} prints them.
 */
public final class HangReader {
  private final WaitRules rules;

  /** A reader by the rules that ship with Kedge. */
  public HangReader() {
    this(RuleSet.shipped());
  }

  /**
   * A reader by these rules.
   *
   * @throws ReportException naming file and line, when one of waits cannot be understood
   */
  public HangReader(RuleSet rules) {
    this.rules = WaitRules.read(rules.waits());
  }

  /** The hangs of a log of any carrier; any bytes are accepted and none cause an exception. */
  public List<HangGraph> read(byte[] log) {
    Hosts hosts = new Hosts();
    CarrierReader reader = new CarrierReader(hosts);
    reader.feed(log, 0, log.length);
    reader.end();
    List<HangGraph> graphs = new ArrayList<>();
    hosts.byName.forEach((name, host) -> {
      for (Evidence evidence : host.reader.end()) {
        HangGraph graph = new HangGraphBuilder(rules, name, evidence).build();
        if (!graph.waits().isEmpty() || !graph.stalls().isEmpty()) {
          graphs.add(graph);
        }
      }
    });
    return List.copyOf(graphs);
  }

  /** The evidence of all hosts. */
  private static final class Hosts implements RecordSink {
    /** More hosts than this in one log are read as one. */
    private static final int MAX_HOSTS = 16_384;

    final Map<String, Host> byName = new LinkedHashMap<>();

    @Override
    public void record(LogRecord record) {
      String name =
          byName.size() < MAX_HOSTS || byName.containsKey(record.host())
              ? record.host()
              : "other hosts";
      byName.computeIfAbsent(name, key -> new Host()).add(record);
    }

    @Override
    public void named(String host) {
      Host unnamed = byName.remove("");
      if (unnamed != null) {
        byName.put(host, unnamed);
      }
    }
  }

  /** The evidence of one host, boot by boot. */
  private static final class Host {
    final EvidenceReader reader = new EvidenceReader();
    private int boot;

    void add(LogRecord record) {
      if (record.boot() != boot) {
        boot = record.boot();
        reader.newBoot();
      }
      reader.line(
          new LogLine(
              (int) Math.min(Integer.MAX_VALUE, record.line()),
              record.raw(),
              record.text(),
              record.host(),
              record.context(),
              record.micros()));
    }
  }
}
