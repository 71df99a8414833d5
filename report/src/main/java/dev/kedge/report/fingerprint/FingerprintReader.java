package dev.kedge.report.fingerprint;

import dev.kedge.report.line.LogLine;
import dev.kedge.report.region.Corruption;
import dev.kedge.report.region.Region;
import dev.kedge.report.rules.Family;
import dev.kedge.report.rules.FrameRules;
import dev.kedge.report.rules.FrameSource;
import dev.kedge.report.rules.NameSet;
import dev.kedge.report.rules.ReportException;
import dev.kedge.report.trace.StackFrame;
import dev.kedge.report.trace.Trace;
import dev.kedge.report.trace.TraceReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Predicate;

/** Takes the fingerprint of a report from its lines. Immutable; safe for any number of threads. */
public final class FingerprintReader {
  private static final String MORE_THAN = "more than ";

  /** Where a stalled CPU was is a random point of a loop; a hash of it groups nothing. */
  private static final Set<FrameSource> CHANCE = Set.of(FrameSource.STALL, FrameSource.LOCKUP);

  private static final Set<FrameSource> LOCKDEP = Set.of(FrameSource.AT, FrameSource.USAGE);

  /** Lockdep shows the locks and how they came to be held before the stack that failed. */
  private static final String BACKTRACE = "stack backtrace:";

  private final FrameRules rules;
  private final NameSet anchors;
  private final NameSet entry;
  private final NameSet interrupts;
  private final BlockerReader blockers;

  /**
   * A reader by these rules.
   *
   * @throws ReportException when they lack the group {@code anchor}, {@code entry} or {@code
   *     interrupt}
   */
  public FingerprintReader(FrameRules rules) {
    this.rules = rules;
    this.anchors = rules.group("anchor");
    this.entry = rules.group("entry");
    this.interrupts = rules.group("interrupt");
    this.blockers = new BlockerReader(anchors, rules.group("schedule"));
  }

  /**
   * The fingerprint of a report.
   *
   * @param titles title and alternative titles
   * @param family what the report's first line begins
   * @param captures what the family's templates captured
   * @param region the report's lines
   * @param blame the line that holds the function the title names, and the function
   */
  public Fingerprint read(
      SequencedSet<String> titles,
      Family family,
      Map<String, String> captures,
      Region region,
      Optional<Map.Entry<String, String>> blame) {
    List<LogLine> lines = region.evidence();
    List<Trace> traces = TraceReader.read(lines);
    Predicate<StackFrame> good =
        f ->
            f.reliable()
                && !family.frames().skips(f.name())
                && !anchors.contains(f.name())
                && !entry.contains(f.name());
    boolean mixed = family.needsStack() && Corruption.mixed(family, region);
    List<String> stack =
        mixed || family.sources().stream().anyMatch(CHANCE::contains)
            ? List.of()
            : stack(family, lines, traces, good);
    return new Fingerprint(
        titles,
        stack,
        family.sources().contains(FrameSource.HANG)
            ? blockers
                .read(lines, traces, good)
                .map(b -> new Blocker(b.lock(), rules.variants(b.place()).getLast()))
            : Optional.empty(),
        blame.flatMap(b -> ModuleReader.read(b.getKey(), b.getValue())),
        Optional.empty(),
        ongoing(captures, lines.getFirst().text(), stack));
  }

  private List<String> stack(
      Family family, List<LogLine> lines, List<Trace> traces, Predicate<StackFrame> good) {
    Optional<Trace> trace = traceOf(family, lines, traces);
    if (trace.isEmpty()) {
      return List.of();
    }
    List<StackFrame> frames = printed(trace.get());
    List<String> names = names(frames, good);
    // Where a task sleeps is a place even if no function is left to blame for it.
    return names.isEmpty() && family.sources().contains(FrameSource.HANG)
        ? names(frames, f -> !entry.contains(f.name()) && !anchors.contains(f.name()))
        : names;
  }

  /** The stack of what the report is about; the panic's own only when there is no other. */
  private static Optional<Trace> traceOf(Family family, List<LogLine> lines, List<Trace> traces) {
    Trace.Kind kind =
        family.sources().contains(FrameSource.ALLOCATION)
            ? Trace.Kind.PAGE_ALLOCATION
            : family.sources().contains(FrameSource.BACKTRACE) ? Trace.Kind.LEAK : Trace.Kind.CALL;
    int from = family.sources().stream().anyMatch(LOCKDEP::contains) ? backtrace(lines) : 0;
    List<Trace> fitting =
        traces.stream()
            .filter(t -> t.kind() == kind && (t.marked() || kind != Trace.Kind.CALL))
            .filter(t -> t.frames().stream().anyMatch(f -> !f.pointer()))
            .filter(t -> t.line() >= from)
            .toList();
    return fitting.stream()
        .filter(t -> !t.panic())
        .findFirst()
        .or(() -> fitting.stream().findFirst());
  }

  private static int backtrace(List<LogLine> lines) {
    int at = 0;
    while (at < lines.size() && !lines.get(at).text().startsWith(BACKTRACE)) {
      at++;
    }
    return at;
  }

  /**
   * Reliable entries up to where an interrupt broke in, because what it broke into is chance.
   * Instruction pointers after the last return address repeat the first one.
   */
  private List<StackFrame> printed(Trace trace) {
    List<StackFrame> frames = new ArrayList<>();
    for (StackFrame frame : trace.frames()) {
      if (!frames.isEmpty() && interrupts.contains(frame.name())) {
        break;
      }
      if (frame.reliable()) {
        frames.add(frame);
      }
    }
    while (!frames.isEmpty() && frames.getLast().pointer()) {
      frames.removeLast();
    }
    return frames;
  }

  private List<String> names(List<StackFrame> frames, Predicate<StackFrame> wanted) {
    List<String> names = new ArrayList<>();
    for (StackFrame frame : frames) {
      String name = rules.variants(frame.name()).getLast();
      boolean again = !names.isEmpty() && names.getLast().equals(name);
      if (wanted.test(frame) && !again && names.size() < Fingerprint.STACK_FRAMES) {
        names.add(name);
      }
    }
    return names;
  }

  /** {@code task} and the seconds of "blocked for more than 122 seconds." */
  private static Optional<Ongoing> ongoing(
      Map<String, String> captures, String header, List<String> stack) {
    String task = captures.getOrDefault("task", "");
    int at = header.lastIndexOf(MORE_THAN);
    if (task.lastIndexOf(':') <= 0 || at < 0) {
      return Optional.empty();
    }
    long seconds = 0;
    int i = at + MORE_THAN.length();
    for (int digits = 0; i < header.length() && digits < 9; i++, digits++) {
      int digit = header.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      seconds = seconds * 10 + digit;
    }
    return Optional.of(
        new Ongoing(
            task + " " + Fingerprint.hash(String.join("\n", stack)), Duration.ofSeconds(seconds)));
  }
}
