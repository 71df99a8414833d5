package dev.kedge.linux.generated;

import dev.kedge.linux.ThreadClock;
import dev.kedge.linux.elf.SymbolRange;
import dev.kedge.linux.hotspot.HotSpotProcess;
import dev.kedge.linux.proc.AddressSpace;
import dev.kedge.linux.python.PythonProcess;
import dev.kedge.linux.runtime.CodeRegions;
import dev.kedge.linux.runtime.ForeignMemoryException;
import dev.kedge.linux.runtime.FrameTag;
import dev.kedge.linux.runtime.PerfMap;
import dev.kedge.linux.runtime.ProcessMemory;
import dev.kedge.linux.runtime.RuntimeFunction;
import dev.kedge.linux.v8.V8Process;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of the generated code of one process. Its regions are published to the thread that
 * walks stacks; everything else is guarded by this object's lock.
 */
final class WatchedProcess {
  /** Each is asked for when a stack is new, seldom again. */
  private static final int MAX_NAMES = 4_096;

  /** The first looks cost about this part of the time: a process that starts makes most code. */
  private static final int LOOKS_SHARE = 100;

  /** As rare and as late they may be where the pieces that are met are found in between. */
  private static final int FINDING_FACTOR = 4;

  /** After so many looks they cost half as much, after twice as many a third, and so on. */
  private static final int SETTLING_LOOKS = 8;

  private static final int MAX_DOUBLINGS = 4;
  private static final long SHORTEST_WAIT_NANOS = 1_000_000_000L;
  private static final long LONGEST_FIRST_WAIT_NANOS = 5_000_000_000L;
  private static final long LONGEST_WAIT_NANOS = 60_000_000_000L;
  private static final String HOTSPOT = "/libjvm.so";
  private static final String LIBRARY = "/libpython";

  private final RuntimeFile file;
  private final int pid;
  private final PerfMap perfMap;
  private Optional<HotSpotProcess> hotspot = Optional.empty();
  private volatile Optional<Interpreter> interpreter = Optional.empty();
  private volatile Optional<JavaScript> javaScript = Optional.empty();
  private final Map<Long, List<RuntimeFunction>> names = new HashMap<>();
  private volatile CodeRegions regions = CodeRegions.EMPTY;
  private volatile String problem = "";
  private volatile long nextLookNanos = Long.MIN_VALUE;
  private volatile boolean ordered;
  private volatile boolean findsPieces;

  private int looks;

  /** Looks in a row that found nothing: each makes the next wait longer. */
  private int futile;

  // Of the walking thread.
  long exitedNanos = Long.MIN_VALUE;

  WatchedProcess(Path procRoot, int pid, KnownPlaces places) {
    this.file = new RuntimeFile(procRoot, pid, places);
    this.pid = pid;
    this.perfMap = new PerfMap(procRoot, pid);
  }

  int pid() {
    return pid;
  }

  /** The code of the last look; any thread. */
  CodeRegions regions() {
    return regions;
  }

  /** Its Python interpreter, once that is known; any thread. */
  Optional<Interpreter> interpreter() {
    return interpreter;
  }

  /** Its JavaScript engine, once that is known; any thread. */
  Optional<JavaScript> javaScript() {
    return javaScript;
  }

  /** Why the process could not be read, empty text when it was; any thread. */
  String problem() {
    return problem;
  }

  /** Whether to look again now; true once for each look. Walking thread. */
  boolean takeLook(long nowNanos) {
    if (ordered || (nextLookNanos != Long.MIN_VALUE && nowNanos - nextLookNanos < 0)) {
      return false;
    }
    ordered = true;
    return true;
  }

  /** Whether a look was ever made; any thread. */
  boolean looked() {
    return nextLookNanos != Long.MIN_VALUE;
  }

  /** The order could not be given. */
  void lookLater() {
    ordered = false;
  }

  /** Looks at the code the process has now. Reading thread. */
  synchronized void look(AddressSpace memory) {
    // On a busy machine most of the time a look takes is spent waiting for a CPU: not its cost.
    long start = ThreadClock.cpuNanos();
    boolean useful = false;
    try {
      if (hotspot.isEmpty()) {
        hotspot = openHotSpot(memory);
      }
      if (hotspot.isPresent()) {
        regions = hotspot.get().code();
        findsPieces = true;
        useful = true;
      } else {
        useful = lookForInterpreter(memory);
        useful |= perfMap.refresh();
      }
      problem = "";
    } catch (ForeignMemoryException e) {
      problem = String.valueOf(e.getMessage());
    }
    hotspot.ifPresent(HotSpotProcess::rest);
    long cost = ThreadClock.cpuNanos() - start;
    futile = useful ? 0 : Math.min(futile + 1, MAX_DOUBLINGS);
    nextLookNanos = System.nanoTime() + (waitNanos(cost, looks, findsPieces) << futile);
    looks++;
    ordered = false;
  }

  /** Whether single pieces of its code can be found, once that is known; any thread. */
  boolean findsPieces() {
    return findsPieces;
  }

  /** Reads the piece of code at an address anew, between two looks. Reading thread. */
  synchronized void find(long address) {
    if (hotspot.isEmpty()) {
      return;
    }
    try {
      hotspot
          .get()
          .code(address)
          .filter(piece -> !knows(piece))
          .ifPresent(piece -> regions = regions.with(piece));
    } catch (ForeignMemoryException e) {
      // Not the JVM's code, or it is gone: the next look shows.
    }
    hotspot.get().rest();
  }

  private boolean knows(CodeRegions.Region piece) {
    int at = regions.find(piece.start());
    return at >= 0 && regions.region(at).equals(piece);
  }

  /** Looks for Python, else for V8; whether that told anything new. */
  private boolean lookForInterpreter(AddressSpace memory) {
    if (javaScript.isPresent()) {
      return javaScript.get().process().refresh();
    }
    if (interpreter.isEmpty()) {
      interpreter = openPython(memory);
      if (interpreter.isEmpty()) {
        javaScript = openV8(memory);
      }
      return interpreter.isPresent() || javaScript.isPresent();
    }
    return false;
  }

  /**
   * How long the next look waits.
   *
   * @param costNanos CPU time of the last one
   * @param looks how many there were before it
   * @param findsPieces whether single pieces of code are found in between
   */
  static long waitNanos(long costNanos, int looks, boolean findsPieces) {
    long factor = findsPieces ? FINDING_FACTOR : 1;
    long wait =
        Math.clamp(
            factor * LOOKS_SHARE * costNanos,
            SHORTEST_WAIT_NANOS,
            factor * LONGEST_FIRST_WAIT_NANOS);
    return Math.min(LONGEST_WAIT_NANOS, wait / SETTLING_LOOKS * ((long) SETTLING_LOOKS + looks));
  }

  private Optional<HotSpotProcess> openHotSpot(AddressSpace memory) {
    return RuntimeFile.find(memory, path -> path.endsWith(HOTSPOT))
        .map(mapping -> {
          Map<String, SymbolRange> places = file.places(mapping, HotSpotProcess.exported());
          return HotSpotProcess.open(ProcessMemory.of(pid), RuntimeFile.addresses(places));
        });
  }

  /** The library where there is one: the program itself may be a few lines that load it. */
  private Optional<Interpreter> openPython(AddressSpace memory) {
    return RuntimeFile.find(memory, path -> PythonProcess.named(path) && path.contains(LIBRARY))
        .or(() -> RuntimeFile.find(memory, PythonProcess::named))
        .map(mapping -> {
          Map<String, SymbolRange> places = file.places(mapping, PythonProcess.exported());
          return Interpreter.of(
              PythonProcess.open(ProcessMemory.of(pid), RuntimeFile.addresses(places)),
              ProcessMemory.of(pid),
              places.getOrDefault(PythonProcess.INTERPRETER, new SymbolRange(0, 0)));
        });
  }

  private Optional<JavaScript> openV8(AddressSpace memory) {
    return RuntimeFile.findLargest(memory, V8Process::named)
        .map(mapping -> {
          Map<String, SymbolRange> places = file.places(mapping, V8Process.exported());
          V8Process process =
              V8Process.open(
                  ProcessMemory.of(pid), ProcessMemory.of(pid), RuntimeFile.addresses(places));
          return JavaScript.of(process, places, mapping);
        });
  }

  /** The functions a frame stands for, innermost first; empty when nothing tells. */
  synchronized List<RuntimeFunction> functions(long frame, boolean leaf) {
    if (javaScript.isPresent()) {
      // It keeps names itself, for code and functions move.
      List<RuntimeFunction> found = read(frame, leaf);
      javaScript.get().process().rest();
      return found;
    }
    long key = leaf ? ~frame : frame;
    List<RuntimeFunction> known = names.get(key);
    if (known != null) {
      return known;
    }
    List<RuntimeFunction> found = read(frame, leaf);
    hotspot.ifPresent(HotSpotProcess::rest);
    if (!found.isEmpty()) {
      if (names.size() >= MAX_NAMES) {
        names.clear();
      }
      names.put(key, found);
    }
    return found;
  }

  private List<RuntimeFunction> read(long frame, boolean leaf) {
    try {
      if (hotspot.isPresent()) {
        return hotspot.get().functions(frame, regions, leaf);
      }
      if (javaScript.isPresent()) {
        List<RuntimeFunction> found = javaScript.get().process().functions(frame, leaf);
        if (!found.isEmpty()) {
          return found;
        }
      }
      if (FrameTag.tag(frame) == FrameTag.PYTHON_CODE && interpreter.isPresent()) {
        return List.of(interpreter.get().process().function(FrameTag.pointer(frame)));
      }
      if (FrameTag.tag(frame) != 0) {
        return List.of();
      }
      long at = leaf ? frame : frame - 1;
      Optional<RuntimeFunction> function = perfMap.function(at);
      if (function.isEmpty() && perfMap.refresh()) {
        function = perfMap.function(at);
      }
      return function.map(List::of).orElse(List.of());
    } catch (ForeignMemoryException e) {
      return List.of();
    }
  }

  synchronized void close() {
    perfMap.close();
  }
}
