package dev.kedge.report.title;

import dev.kedge.report.line.Ascii;
import dev.kedge.report.line.LogLine;
import dev.kedge.report.rules.Family;
import dev.kedge.report.rules.FrameRules;
import dev.kedge.report.rules.FrameSource;
import dev.kedge.report.rules.NameSet;
import dev.kedge.report.rules.ReportException;
import dev.kedge.report.trace.FrameReader;
import dev.kedge.report.trace.LockLine;
import dev.kedge.report.trace.StackFrame;
import dev.kedge.report.trace.Trace;
import dev.kedge.report.trace.TraceReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds the function to blame. What cannot be at fault, what dispatches and what is merged is said
 * by {@code frames.rules}; this class only knows in which stack to look.
 */
public final class FrameSearch {
  private final NameSet timerEntries;
  private final NameSet anchors;
  private final NameSet selfAnchors;
  private final NameSet userFaults;
  private final NameSet hangNetwork;
  private final NameSet hangRcu;
  private final FrameRules rules;

  /**
   * A search by these rules.
   *
   * @throws ReportException when they lack a group a search needs
   */
  public FrameSearch(FrameRules rules) {
    timerEntries = rules.group("timer-entry");
    anchors = rules.group("anchor");
    selfAnchors = rules.group("self-anchor");
    userFaults = rules.group("user-fault");
    hangNetwork = rules.group("hang-network");
    this.rules = rules;
    hangRcu = rules.group("hang-rcu");
  }

  /**
   * The frame to blame, when one is left.
   *
   * @param mixed another context printed its stack at the same time: only single lines are to be
   *     believed
   */
  public Optional<Blame> find(
      Family family,
      Optional<String> headerSymbol,
      List<LogLine> lines,
      List<Trace> traces,
      boolean mixed) {
    for (FrameSource source : family.sources()) {
      if (mixed && source == FrameSource.TRACE) {
        continue;
      }
      Optional<Blame> found = find(source, family, headerSymbol, lines, traces);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** Where the value a checker complains about was made, by the same rules. */
  public Optional<String> origin(Family family, List<Trace> traces) {
    if (traces.isEmpty()) {
      return Optional.empty();
    }
    return first(
            ofKind(traces, Trace.Kind.ORIGIN),
            f -> f.reliable() && !family.frames().skips(f.name()))
        .map(StackFrame::name);
  }

  private Optional<Blame> find(
      FrameSource source,
      Family family,
      Optional<String> headerSymbol,
      List<LogLine> lines,
      List<Trace> traces) {
    Predicate<StackFrame> good = f -> f.reliable() && !family.frames().skips(f.name());
    return switch (source) {
      case HEADER ->
          headerSymbol
              .map(name -> new StackFrame(0, FrameReader.plainName(name), true, false))
              .filter(frame -> !isAddress(frame.name()))
              .filter(good)
              .map(this::blame);
      case POINTER -> pointer(traces, good).map(this::blame);
      case TRACE -> first(callTraces(traces), good).map(this::blame);
      case OWN_TRACE ->
          first(callTraces(traces).stream().filter(t -> !t.panic()).toList(), good)
              .map(this::blame);
      case AT -> LockLine.first(lines, good).map(this::blame);
      case USAGE -> LockLine.usage(lines, good).map(this::blame);
      case STALL -> stall(traces, good, true);
      case LOCKUP -> stall(traces.stream().filter(t -> !t.panic()).toList(), good, false);
      case NMI_LOCKUP -> stall(traces.stream().filter(t -> asked(lines, t)).toList(), good, false);
      case PANIC_LOCKUP -> stall(traces.stream().filter(Trace::panic).toList(), good, false);
      case HANG -> hang(traces, good);
      case ALLOCATION -> first(ofKind(traces, Trace.Kind.PAGE_ALLOCATION), good).map(this::blame);
      case BACKTRACE -> first(ofKind(traces, Trace.Kind.LEAK), good).map(this::blame);
    };
  }

  /** An address in place of a name, printed by a kernel without symbols. */
  private static boolean isAddress(String name) {
    return name.length() >= 8 && name.chars().allMatch(c -> Ascii.isHexDigit((char) c));
  }

  private static boolean asked(List<LogLine> lines, Trace trace) {
    return lines.get(trace.line()).text().strip().startsWith(TraceReader.ASKED);
  }

  /** The first instruction pointer; symbolized logs give the functions inlined there, too. */
  private static Optional<StackFrame> pointer(List<Trace> traces, Predicate<StackFrame> good) {
    List<StackFrame> pointers =
        traces.stream().flatMap(t -> t.frames().stream()).filter(StackFrame::pointer).toList();
    for (int i = 0; i < pointers.size(); i++) {
      if (pointers.get(i).line() != pointers.getFirst().line() + i) {
        break;
      }
      if (good.test(pointers.get(i))) {
        return Optional.of(pointers.get(i));
      }
    }
    return Optional.empty();
  }

  /**
   * The stacks of failing contexts; history of the object, once it begins, ends them. Frames that
   * no line announced are remains of another stack when announced ones exist, such as the end of a
   * report before.
   */
  private static List<Trace> callTraces(List<Trace> traces) {
    boolean announced = traces.stream().anyMatch(t -> t.marked() && t.kind() == Trace.Kind.CALL);
    List<Trace> calls = new ArrayList<>();
    for (Trace trace : traces) {
      if (trace.kind() == Trace.Kind.CALL && !trace.frames().isEmpty()) {
        boolean pointers = trace.frames().stream().allMatch(StackFrame::pointer);
        if (trace.marked() || pointers || !announced) {
          calls.add(trace);
        }
      } else if (trace.kind() != Trace.Kind.CALL && trace.kind() != Trace.Kind.ASIDE) {
        break;
      }
    }
    return calls;
  }

  private static List<Trace> ofKind(List<Trace> traces, Trace.Kind kind) {
    return traces.stream().filter(t -> t.kind() == kind).toList();
  }

  private static Optional<StackFrame> first(List<Trace> traces, Predicate<StackFrame> good) {
    return traces.stream().flatMap(t -> t.frames().stream()).filter(good).findFirst();
  }

  /**
   * Where the CPU was stuck is chance: a random point in a loop. What is stable is the operation it
   * was asked to do: the function called by the first dispatcher (system call entry, work queue,
   * softirq, protocol demultiplexer) on the way up. A stack without any dispatcher is cut, unless a
   * fault of user space began it.
   */
  private Optional<Blame> stall(
      List<Trace> traces, Predicate<StackFrame> good, boolean belowTimer) {
    Optional<StackFrame> fromUser = Optional.empty();
    for (Trace trace : traces) {
      if (trace.kind() != Trace.Kind.CALL) {
        continue;
      }
      Optional<StackFrame> candidate = Optional.empty();
      for (StackFrame frame : interrupted(trace, belowTimer)) {
        if (selfAnchors.contains(frame.name())) {
          return Optional.of(new Blame(frame, selfAnchors.namesOf(frame.name())));
        }
        if (fromUser.isEmpty() && userFaults.contains(frame.name())) {
          fromUser = candidate;
        }
        if (!anchors.contains(frame.name())) {
          candidate = good.test(frame) ? Optional.of(frame) : candidate;
        } else if (candidate.isPresent()) {
          return candidate.map(this::blame);
        }
      }
    }
    return fromUser.map(this::blame);
  }

  /** The frames the timer interrupt found running; all frames when none is asked for. */
  private List<StackFrame> interrupted(Trace trace, boolean belowTimer) {
    List<StackFrame> frames = trace.frames().stream().filter(StackFrame::reliable).toList();
    if (!belowTimer) {
      return frames;
    }
    int at = 0;
    while (at < frames.size() && !timerEntries.contains(frames.get(at).name())) {
      at++;
    }
    while (at < frames.size() && timerEntries.contains(frames.get(at).name())) {
      at++;
    }
    return frames.subList(at, frames.size());
  }

  /** The victim's stack is chance, too; two locks everybody meets at are issues of their own. */
  private Optional<Blame> hang(List<Trace> traces, Predicate<StackFrame> good) {
    for (Trace trace : traces) {
      if (trace.kind() != Trace.Kind.CALL || trace.frames().isEmpty()) {
        continue;
      }
      for (NameSet merged : List.of(hangNetwork, hangRcu)) {
        Optional<StackFrame> frame =
            trace.frames().stream()
                .filter(f -> f.reliable() && merged.contains(f.name()))
                .findFirst();
        if (frame.isPresent()) {
          return frame.map(f -> new Blame(f, merged.namesOf(f.name())));
        }
      }
      return trace.frames().stream().filter(good).findFirst().map(this::blame);
    }
    return Optional.empty();
  }

  private Blame blame(StackFrame frame) {
    return new Blame(frame, rules.variants(frame.name()));
  }
}
