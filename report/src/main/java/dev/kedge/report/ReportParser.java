package dev.kedge.report;

import dev.kedge.report.carrier.Carrier;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the kernel reports in a whole log. Rules are read once, when the parser is made; one parser
 * serves any number of threads.
 */
public final class ReportParser {
  private final ReportEngine engine = new ReportEngine();

  /**
   * The reports of a log, in the order of their headers.
   *
   * @param log text of any {@link Carrier}, not compressed; any bytes are accepted and none cause
   *     an exception
   */
  public List<KernelReport> parse(byte[] log) {
    WholeLog whole = open(EnumSet.allOf(Carrier.class));
    whole.feed(log, 0, log.length);
    return whole.finish().reports().stream().map(HostReport::report).toList();
  }

  /** A log to be fed in pieces, brought by these carriers. */
  public WholeLog open(Set<Carrier> carriers) {
    return new WholeLog(engine, carriers);
  }

  ReportEngine engine() {
    return engine;
  }
}
