package dev.kedge.linux.v8;

import dev.kedge.linux.runtime.ForeignMemoryException;
import dev.kedge.linux.runtime.RuntimeFunction;
import dev.kedge.linux.runtime.RuntimeFunction.Kind;
import java.util.Optional;

/**
 * Names of functions by their {@code SharedFunctionInfo}: what all closures of one place in the
 * source have in common. The name and the place are in its {@code ScopeInfo}
 * (src/objects/scope-info.tq), whose parts have fixed places from a first one on, each there or not
 * by a flag. One thread at a time.
 */
final class SharedFunctions {
  /** What functions belong to whose script has no name, as {@code eval}. */
  private static final String NO_SCRIPT = "[javascript]";

  private static final String ANONYMOUS = "(anonymous)";
  private static final String FILE_URL = "file://";

  /** Names as short as this are those of minifiers, and stand in one file many times. */
  private static final int SHORT_NAME = 2;

  private static final int MAX_TEXT = 512;
  private static final int MAX_POSITION = 2 << 20;

  private static final int WORD = 8;
  private static final int FLAGS = 8;
  private static final int LOCALS = 24;
  private static final int POSITION_IN_FRONT = 32;

  /** From V8 13 on the position is in front of the parts that may lack. */
  private static final int FIRST_SLOT_WITH_POSITION = 5;

  /** More local variables than this are in a table of their own. */
  private static final int MAX_LOCALS_INSIDE = 75;

  private static final int MAX_LOCALS = 4_096;
  private static final int SAVED_CLASS_VARIABLE = 1 << 10;
  private static final int FUNCTION_VARIABLE = 3 << 12;
  private static final int INFERRED_NAME = 1 << 14;

  private final V8Heap heap;
  private final V8Text texts;

  SharedFunctions(V8Heap heap) {
    this.heap = heap;
    this.texts = new V8Text(heap);
  }

  /** What a scope tells of its function: its name, empty when it has none, and where it begins. */
  private record Scope(String name, int position) {}

  /**
   * The function.
   *
   * @throws ForeignMemoryException when there is none (any more)
   */
  RuntimeFunction function(Kind kind, long shared) {
    if (!heap.is(shared, V8Constant.TYPE_SHARED)) {
      throw new ForeignMemoryException("no function", shared);
    }
    Scope scope = scope(heap.field(shared, V8Constant.SHARED_NAME));
    long script = heap.field(shared, V8Constant.SHARED_SCRIPT);
    boolean known = heap.is(script, V8Constant.TYPE_SCRIPT);
    String name = scope.name().isEmpty() ? ANONYMOUS : scope.name();
    boolean ambiguous = scope.name().length() <= SHORT_NAME;
    Optional<String> place =
        known && ambiguous ? place(script, scope.position()) : Optional.empty();
    return RuntimeFunction.of(
        kind, known ? module(script) : NO_SCRIPT, name + place.map(":"::concat).orElse(""));
  }

  private String module(long script) {
    long name = heap.field(script, V8Constant.SCRIPT_NAME);
    String text = heap.isText(name) ? texts.read(name, MAX_TEXT) : "";
    if (text.isEmpty()) {
      return NO_SCRIPT;
    }
    return text.startsWith(FILE_URL) ? text.substring(FILE_URL.length()) : text;
  }

  private Optional<String> place(long script, int position) {
    if (position < 0 || position > MAX_POSITION) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          texts.lineAndColumn(heap.field(script, V8Constant.SCRIPT_SOURCE), position));
    } catch (ForeignMemoryException e) {
      // The source is in pieces, or not kept.
      return Optional.empty();
    }
  }

  private Scope scope(long nameOrScope) {
    if (heap.isText(nameOrScope)) {
      return new Scope(texts.read(nameOrScope, MAX_TEXT), -1);
    }
    if (!heap.is(nameOrScope, V8Constant.TYPE_SCOPE)) {
      return new Scope("", -1);
    }
    long word = heap.word(nameOrScope, FLAGS);
    int flags = V8Heap.isSmall(word) ? V8Heap.small(word) : (int) word;
    int first = heap.layout().get(V8Constant.SCOPE_FIRST_SLOT);
    int locals = V8Heap.small(heap.word(nameOrScope, LOCALS));
    if (locals < 0 || locals > MAX_LOCALS || first < 0 || first > WORD) {
      throw new ForeignMemoryException("a scope of %d variables".formatted(locals), nameOrScope);
    }
    int slot = FLAGS + WORD * first;
    slot += WORD * (locals + (locals < MAX_LOCALS_INSIDE ? locals : 1));
    slot += (flags & SAVED_CLASS_VARIABLE) != 0 ? WORD : 0;
    String name = "";
    if ((flags & FUNCTION_VARIABLE) != 0) {
      name = text(nameOrScope, slot);
      slot += 2 * WORD;
    }
    if ((flags & INFERRED_NAME) != 0) {
      name = name.isEmpty() ? text(nameOrScope, slot) : name;
      slot += WORD;
    }
    boolean inFront = first >= FIRST_SLOT_WITH_POSITION;
    long position = heap.word(nameOrScope, inFront ? POSITION_IN_FRONT : slot);
    return new Scope(name, V8Heap.isSmall(position) ? V8Heap.small(position) : -1);
  }

  private String text(long scope, int slot) {
    long word = heap.word(scope, slot);
    return heap.isText(word) ? texts.read(word, MAX_TEXT) : "";
  }
}
