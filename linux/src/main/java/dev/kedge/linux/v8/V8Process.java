package dev.kedge.linux.v8;

import dev.kedge.linux.runtime.ForeignMemoryException;
import dev.kedge.linux.runtime.FrameTag;
import dev.kedge.linux.runtime.ProcessMemory;
import dev.kedge.linux.runtime.RuntimeFunction;
import dev.kedge.linux.runtime.RuntimeFunction.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.agrona.collections.LongHashSet;

/**
 * A process that runs V8, seen from outside. Code and names are read by one thread at a time; the
 * code found is published to the one that walks stacks, which has {@link #frames} to itself.
 */
public final class V8Process {
  /** The first byte of what runs interpreted functions, by symbols that are not exported. */
  public static final String INTERPRETER = "Builtins_InterpreterEntryTrampoline";

  /** The first and the last of the handlers of bytecodes, which lie one behind the other. */
  public static final String FIRST_HANDLER = "Builtins_WideHandler";

  /** The last of the handlers. */
  public static final String LAST_HANDLER = "Builtins_AbortExtraWideHandler";

  private static final RuntimeFunction PATTERN =
      RuntimeFunction.of(Kind.COMPILED, "[javascript]", "(regular expression)");

  private static final int MAX_CODE = 4_096;
  private static final int MAX_NAMES = 8_192;
  private static final int MAX_MISSED = 4_096;
  private static final int MET = 512;

  /** Publishing copies what is known: it waits this long for each piece of code. */
  private static final long PUBLISH_NANOS_EACH = 20_000;

  /** Names are read again after this, for the place may be another function's by then. */
  private static final long NAME_NANOS = 60_000_000_000L;

  private final V8Heap heap;
  private final SharedFunctions functions;
  private final CodeFinder finder;
  private final V8Frames frames;
  private final TreeMap<Long, CodePiece> known = new TreeMap<>();
  private final FormerCode former = new FormerCode();
  private final Map<Named, Name> names = new HashMap<>();
  private final LongHashSet missed = new LongHashSet();

  /** Addresses in code that is not known, by a part of their hash; a power of two. */
  private final AtomicLongArray met = new AtomicLongArray(MET);

  private volatile V8Code code = V8Code.EMPTY;
  private boolean changed;
  private boolean learned;
  private long publishedNanos;

  private record Named(Kind kind, long shared) {}

  private record Name(RuntimeFunction function, long readNanos) {}

  private V8Process(V8Heap heap, V8Frames frames) {
    this.heap = heap;
    this.functions = new SharedFunctions(heap);
    this.finder = new CodeFinder(heap);
    this.frames = frames;
  }

  /** Symbols whose addresses {@link #open} needs. */
  public static Set<String> exported() {
    return Stream.concat(
            V8Layout.exported().stream(), Stream.of(INTERPRETER, FIRST_HANDLER, LAST_HANDLER))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether a mapped file may hold V8, by its name. */
  public static boolean named(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.equals("node") || name.equals("nodejs") || name.startsWith("libnode.so");
  }

  /**
   * Learns how this build of V8 lays out what is needed.
   *
   * @param memory of the process, for the thread that reads
   * @param walking the same, for the thread that walks stacks
   * @param variables addresses of {@link #exported} in it
   * @throws ForeignMemoryException when it cannot be read, or lacks what is needed
   */
  public static V8Process open(
      ProcessMemory memory, ProcessMemory walking, Map<String, Long> variables) {
    V8Layout layout = V8Layout.of(memory, variables);
    return new V8Process(new V8Heap(memory, layout), new V8Frames(new V8Heap(walking, layout)));
  }

  /** The generated code known so far; any thread. */
  public V8Code code() {
    return code;
  }

  /** Functions of frames; for the thread that walks stacks. */
  public V8Frames frames() {
    return frames;
  }

  /** Has the code at an address looked for at the next look; any thread, makes no garbage. */
  public void meet(long address) {
    met.setOpaque((int) ((address * 0x9E3779B97F4A7C15L) >>> 40) & (MET - 1), address);
  }

  /**
   * Forgets code that is gone, looks for what was met and publishes what was found since the last
   * time.
   *
   * @return whether there is anything new
   */
  public boolean refresh() {
    heap.memory().forget();
    heap.forgetTypes();
    finder.forgetTypes();
    missed.clear();
    boolean useful = learned;
    long now = System.nanoTime();
    former.forgetOld(now);
    changed |= known.values().removeIf(piece -> isGone(piece, now));
    for (int i = 0; i < MET; i++) {
      long address = met.getAndSet(i, 0);
      useful |= address != 0 && piece(address).isPresent();
    }
    learned = false;
    publish();
    heap.memory().rest();
    return useful;
  }

  private boolean isGone(CodePiece piece, long nowNanos) {
    boolean gone = !finder.stillThere(piece);
    if (gone) {
      former.add(piece, nowNanos);
    }
    return gone;
  }

  private void publish() {
    if (changed) {
      code = V8Code.of(known.values());
      changed = false;
    }
    publishedNanos = System.nanoTime();
  }

  /** Gives back most of the memory that reading took; what is known of the process stays. */
  public void rest() {
    heap.memory().rest();
  }

  /**
   * The functions a frame stands for, innermost first; empty where nothing is known.
   *
   * @param frame address of code or tagged {@code SharedFunctionInfo}
   * @param leaf whether the place is an interrupted one, and not where a call returns to
   */
  public List<RuntimeFunction> functions(long frame, boolean leaf) {
    heap.memory().forgetOld();
    return switch (FrameTag.tag(frame)) {
      case FrameTag.JS_INTERPRETED -> name(Kind.INTERPRETED, FrameTag.pointer(frame));
      case FrameTag.JS_COMPILED -> name(Kind.COMPILED, FrameTag.pointer(frame));
      case 0 -> generated(leaf ? frame : frame - 1);
      default -> List.of();
    };
  }

  private List<RuntimeFunction> generated(long address) {
    Optional<CodePiece> piece = piece(address).or(() -> former.find(address));
    if (piece.isEmpty()) {
      return List.of();
    }
    return switch (piece.get().kind()) {
      case PATTERN -> List.of(PATTERN);
      case OPTIMISED -> {
        List<RuntimeFunction> all = new ArrayList<>();
        for (long shared : piece.get().functions(address)) {
          all.addAll(name(Kind.COMPILED, shared));
        }
        yield all;
      }
      // Their frames tell, as soon as the thread that walks stacks knows what they are.
      case BASELINE, OTHER -> List.of();
    };
  }

  private Optional<CodePiece> piece(long address) {
    Map.Entry<Long, CodePiece> before = known.floorEntry(address);
    if (before != null && before.getValue().contains(address)) {
      return Optional.of(before.getValue());
    }
    if (missed.contains(address)) {
      return Optional.empty();
    }
    Optional<CodePiece> found = finder.find(address);
    if (found.isEmpty()) {
      if (missed.size() >= MAX_MISSED) {
        missed.clear();
      }
      missed.add(address);
      return found;
    }
    if (known.size() >= MAX_CODE) {
      known.clear();
    }
    known.put(found.get().start(), found.get());
    changed = true;
    learned = true;
    if (System.nanoTime() - publishedNanos > PUBLISH_NANOS_EACH * known.size()) {
      publish();
    }
    return found;
  }

  private List<RuntimeFunction> name(Kind kind, long shared) {
    Named key = new Named(kind, shared);
    Name name = names.get(key);
    long now = System.nanoTime();
    if (name != null && now - name.readNanos() < NAME_NANOS) {
      return List.of(name.function());
    }
    try {
      RuntimeFunction read = functions.function(kind, shared);
      RuntimeFunction kept = name != null && name.function().equals(read) ? name.function() : read;
      if (names.size() >= MAX_NAMES) {
        names.clear();
      }
      names.put(key, new Name(kept, now));
      return List.of(kept);
    } catch (ForeignMemoryException e) {
      // What it was is more likely than nothing where the process is gone.
      return name == null ? List.of() : List.of(name.function());
    }
  }
}
