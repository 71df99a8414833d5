package dev.kedge.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds the function to blame. What cannot be at fault, what dispatches and what is merged is said
 * by {@code frames.rules}; this class only knows in which stack to look.
 */
final class FrameSearch {
  private final NameSet timerEntries;
  private final NameSet anchors;
  private final NameSet selfAnchors;
  private final NameSet hangMerged;

  FrameSearch(FrameRules rules) {
    timerEntries = rules.group("timer-entry");
    anchors = rules.group("anchor");
    selfAnchors = rules.group("self-anchor");
    hangMerged = rules.group("hang-merged");
  }

  /** The frame, with the index of the evidence line that names it. */
  Optional<StackFrame> find(
      Family family, Optional<String> headerSymbol, List<LogLine> lines, List<Trace> traces) {
    for (FrameSource source : family.sources()) {
      Optional<StackFrame> found = find(source, family, headerSymbol, lines, traces);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<StackFrame> find(
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
              .filter(good);
      case POINTER -> firstPointer(traces).filter(good);
      case TRACE -> first(callTraces(traces), good);
      case FIRST_TRACE -> first(callTraces(traces).stream().limit(1).toList(), good);
      case AT -> LockLine.first(lines, good);
      case UNSAFE_AT -> LockLine.unsafe(lines, good);
      case STALL -> stall(traces, good, true);
      case LOCKUP -> stall(traces, good, false);
      case HANG -> hang(traces, good);
      case ALLOCATION -> first(ofKind(traces, Trace.Kind.PAGE_ALLOCATION), good);
      case BACKTRACE -> first(ofKind(traces, Trace.Kind.LEAK), good);
    };
  }

  private static Optional<StackFrame> firstPointer(List<Trace> traces) {
    return traces.stream()
        .flatMap(t -> t.frames().stream())
        .filter(StackFrame::pointer)
        .findFirst();
  }

  /** The stacks of failing contexts; history of the object, once it begins, ends them. */
  private static List<Trace> callTraces(List<Trace> traces) {
    List<Trace> calls = new ArrayList<>();
    for (Trace trace : traces) {
      if (trace.kind() == Trace.Kind.CALL && !trace.frames().isEmpty()) {
        calls.add(trace);
      } else if (trace.kind() != Trace.Kind.CALL && trace.kind() != Trace.Kind.LOCK_CHAIN) {
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
   * softirq, protocol demultiplexer) on the way up.
   */
  private Optional<StackFrame> stall(
      List<Trace> traces, Predicate<StackFrame> good, boolean belowTimer) {
    Optional<StackFrame> fallback = Optional.empty();
    for (Trace trace : traces) {
      if (trace.kind() != Trace.Kind.CALL || trace.panic() && !belowTimer) {
        continue;
      }
      boolean inside = !belowTimer;
      Optional<StackFrame> candidate = Optional.empty();
      for (StackFrame frame : trace.frames()) {
        if (!frame.reliable()) {
          continue;
        }
        if (timerEntries.contains(frame.name())) {
          inside = true;
          candidate = Optional.empty();
          continue;
        }
        if (!inside) {
          continue;
        }
        if (selfAnchors.contains(frame.name())) {
          return Optional.of(frame);
        }
        if (anchors.contains(frame.name())) {
          if (candidate.isPresent()) {
            return candidate;
          }
        } else if (good.test(frame)) {
          candidate = Optional.of(frame);
        }
      }
      if (fallback.isEmpty()) {
        fallback = candidate;
      }
    }
    return fallback;
  }

  /** The victim's stack is chance, too; two locks everybody meets at are issues of their own. */
  private Optional<StackFrame> hang(List<Trace> traces, Predicate<StackFrame> good) {
    for (Trace trace : traces) {
      if (trace.kind() != Trace.Kind.CALL || trace.frames().isEmpty()) {
        continue;
      }
      Optional<StackFrame> merged =
          trace.frames().stream()
              .filter(f -> f.reliable() && hangMerged.contains(f.name()))
              .findFirst();
      return merged.isPresent()
          ? merged
          : trace.frames().stream().filter(good).findFirst();
    }
    return Optional.empty();
  }
}
