package dev.kedge.linux.v8;

import dev.kedge.linux.runtime.ForeignMemoryException;
import java.util.Optional;
import org.agrona.collections.LongHashSet;

/**
 * Finds the generated code an address lies in: backwards from it to the head of the object, which
 * is told by its map. One thread at a time.
 */
final class CodeFinder {
  /** Larger functions are not optimised (--max-optimized-bytecode-size); baseline code may be. */
  private static final int MAX_CODE = 512 << 10;

  /** Heads are aligned at least as much. */
  private static final int ALIGNMENT = 16;

  private static final int WORD = 8;
  private static final int KIND = 15;

  /** The number of regular expressions among the kinds of code (src/objects/code-kind.h). */
  private static final int KIND_REGEXP = 3;

  private final V8Heap heap;
  private final InlinedFunctions inlined;

  /** Maps that objects with instructions were seen to have. */
  private final LongHashSet maps = new LongHashSet();

  CodeFinder(V8Heap heap) {
    this.heap = heap;
    this.inlined = new InlinedFunctions(heap);
  }

  /** The code an address lies in, if it can be read. */
  Optional<CodePiece> find(long address) {
    long lowest = Math.max(1 << 16, address - MAX_CODE);
    try {
      for (long at = address & -ALIGNMENT; at >= lowest; at -= ALIGNMENT) {
        if (isHead(at)) {
          Optional<CodePiece> found = read(at + 1);
          if (found.isPresent() && found.get().contains(address)) {
            return found;
          }
        }
      }
    } catch (ForeignMemoryException e) {
      // The beginning of the memory, or a process that is gone.
    }
    return Optional.empty();
  }

  private boolean isHead(long at) {
    long word = heap.memory().i64(at);
    if (!V8Heap.mayBeObject(word)) {
      return false;
    }
    if (maps.contains(word)) {
      return true;
    }
    try {
      boolean head = heap.typeOfMap(word) == heap.layout().streamType();
      if (head) {
        maps.add(word);
      }
      return head;
    } catch (ForeignMemoryException e) {
      return false;
    }
  }

  private Optional<CodePiece> read(long stream) {
    try {
      V8Layout layout = heap.layout();
      long code = layout.streams() ? heap.word(stream, WORD) : stream;
      if (!heap.is(code, V8Constant.TYPE_CODE)) {
        return Optional.empty();
      }
      long start = stream - 1 + layout.get(V8Constant.STREAM_HEADER);
      int size = heap.memory().i32(code - 1 + layout.get(V8Constant.CODE_SIZE));
      return size <= 0 || size > MAX_CODE
          ? Optional.empty()
          : Optional.of(describe(stream, code, start, start + size));
    } catch (ForeignMemoryException e) {
      return Optional.empty();
    }
  }

  private CodePiece describe(long stream, long code, long start, long end) {
    long data = heap.field(code, V8Constant.CODE_DEOPTIMIZATION);
    Optional<CodePlaces> places = Optional.empty();
    CodePiece.Kind kind;
    if (heap.is(data, V8Constant.TYPE_BYTECODE)
        || heap.is(data, V8Constant.TYPE_INTERPRETER_DATA)) {
      kind = CodePiece.Kind.BASELINE;
    } else {
      places = inlined.read(code, data);
      int flags = heap.memory().i32(code - 1 + heap.layout().get(V8Constant.CODE_FLAGS));
      CodePiece.Kind other =
          (flags & KIND) == KIND_REGEXP ? CodePiece.Kind.PATTERN : CodePiece.Kind.OTHER;
      kind = places.isPresent() ? CodePiece.Kind.OPTIMISED : other;
    }
    return new CodePiece(start, end, stream, code, data, kind, places);
  }

  /** Whether a piece found earlier is still there. */
  boolean stillThere(CodePiece piece) {
    try {
      boolean same = !heap.layout().streams() || heap.word(piece.stream(), WORD) == piece.code();
      return same
          && heap.typeOfMap(heap.word(piece.stream(), 0)) == heap.layout().streamType()
          && heap.field(piece.code(), V8Constant.CODE_DEOPTIMIZATION) == piece.data();
    } catch (ForeignMemoryException e) {
      return false;
    }
  }

  /** Forgets which maps there are. */
  void forgetTypes() {
    maps.clear();
  }
}
