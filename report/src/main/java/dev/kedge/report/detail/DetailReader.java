package dev.kedge.report.detail;

import dev.kedge.report.line.LogLine;
import dev.kedge.report.rules.FrameRules;
import dev.kedge.report.rules.ReportException;
import dev.kedge.report.trace.TraceReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the details of a report from its lines. Immutable; safe for any number of threads. */
public final class DetailReader {
  private static final int MAX_NAME = 256;

  private final GuiltyFile guilty;

  /**
   * A reader by these rules.
   *
   * @throws ReportException when they lack a group
   */
  public DetailReader(FrameRules rules) {
    guilty = new GuiltyFile(rules.group("file-passed-over"), rules.group("timer-entry"));
  }

  /**
   * The details of one report.
   *
   * @param lines its lines, the header first; at least one
   * @param stall the report is of a stalled CPU
   */
  public ReportDetails read(List<LogLine> lines, boolean stall) {
    Registers registers = new Registers();
    StalledCpus stalled = new StalledCpus();
    Optional<CodeBytes> code = Optional.empty();
    Optional<String> hardware = Optional.empty();
    Optional<String> workQueue = Optional.empty();
    List<Taint> taints = List.of();
    for (LogLine line : lines) {
      String text = line.text();
      registers.line(text);
      stalled.line(text);
      code = code.isPresent() ? code : CodeBytes.read(text);
      hardware = hardware.isPresent() ? hardware : after("Hardware name: ", text);
      workQueue = workQueue.isPresent() ? workQueue : after("Workqueue: ", text);
      taints = taints.isEmpty() ? Taint.read(text) : taints;
    }
    return new ReportDetails(
        lines.getFirst().caller(),
        hardware,
        workQueue,
        taints,
        registers.values(),
        code,
        new ArrayList<>(stalled.cpus()),
        StackRoles.of(lines, TraceReader.read(lines)),
        guiltyFile(lines, stall));
  }

  /** The source file to blame, where the lines are symbolized. */
  public Optional<String> guiltyFile(List<LogLine> lines, boolean stall) {
    return guilty.find(lines.stream().map(LogLine::text).toList(), stall);
  }

  private static Optional<String> after(String title, String text) {
    int at = text.indexOf(title);
    if (at < 0) {
      return Optional.empty();
    }
    String value = text.substring(at + title.length()).strip();
    return Optional.of(value.length() > MAX_NAME ? value.substring(0, MAX_NAME) : value);
  }
}
