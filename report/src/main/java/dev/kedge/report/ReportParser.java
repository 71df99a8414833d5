package dev.kedge.report;

import dev.kedge.report.carrier.Carrier;
import dev.kedge.report.detail.ReportDetails;
import dev.kedge.report.fingerprint.Fingerprint;
import dev.kedge.report.rules.ReportException;
import dev.kedge.report.rules.RuleSet;
import dev.kedge.report.rules.Severity;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the kernel reports in a whole log. Rules are read once, when the parser is made; one parser
 * serves any number of threads.
 */
public final class ReportParser {
  private final ReportEngine engine;

  /** A parser by the rules that ship with Kedge. */
  public ReportParser() {
    this(RuleSet.shipped());
  }

  /**
   * A parser by these rules.
   *
   * @throws ReportException when they lack a group, or give a type that is none
   */
  public ReportParser(RuleSet rules) {
    engine = new ReportEngine(rules);
  }

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

  /**
   * What identifies the issue a report belongs to, taken from its names and its text: the same for
   * a report just found and for one that was stored.
   */
  public Fingerprint fingerprint(KernelReport report) {
    return engine.fingerprint(report);
  }

  /**
   * What a report tells besides its title: machine, taints, registers, stacks by whose they are.
   * Empty when its text has no line.
   */
  public Optional<ReportDetails> details(KernelReport report) {
    return engine.details(report);
  }

  /** What a report means for its host. */
  public Severity severity(KernelReport report) {
    return engine.severity(report.title(), report.text());
  }

  /** What a report of that title and text means for its host. */
  public Severity severity(String title, String text) {
    return engine.severity(title, text);
  }

  ReportEngine engine() {
    return engine;
  }
}
