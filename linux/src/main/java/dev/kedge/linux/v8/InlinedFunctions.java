package dev.kedge.linux.v8;

import dev.kedge.linux.runtime.ForeignMemoryException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.agrona.collections.IntArrayList;

/**
 * Which functions the places of optimised code belong to, by what it carries for stack traces and
 * deoptimisation: a table from instructions to places in the source, each with the number of an
 * inlining; where each inlining was called from, by which other; and the functions
 * (src/codegen/source-position-table.h, {@code DeoptimizationData} in
 * src/objects/deoptimization-data.h). One thread at a time.
 */
final class InlinedFunctions {
  private static final int MAX_TABLE = 64 << 10;
  private static final int MAX_INLININGS = 2_048;
  private static final int MAX_DEPTH = 64;

  /** Of a record of an inlining: a place in the source, the index of its function, padding. */
  private static final int INLINING_BYTES = 16;

  /** Before V8 13.0 functions are in the first array of literals, then in the second. */
  private static final int FIRST_LITERALS = 2;

  private static final int LAST_LITERALS = 3;

  /** Where the compiled function itself stands, by release. */
  private static final int FIRST_OWN = 6;

  private static final int LAST_OWN = 7;
  private static final int SHARED_OF_WRAPPER = 8;

  /** Of the number of a place: bits of the number of an inlining, which is stored plus one. */
  private static final int INLINING_SHIFT = 31;

  private static final int INLINING_MASK = 0xffff;

  private final V8Heap heap;

  InlinedFunctions(V8Heap heap) {
    this.heap = heap;
  }

  /**
   * The places of optimised code.
   *
   * @param code its description
   * @param data what it has for deoptimisation
   * @return empty where that is nothing of the kind
   */
  Optional<CodePlaces> read(long code, long data) {
    if (heap.type(data) < 0) {
      return Optional.empty();
    }
    int length = heap.length(data);
    for (int own = FIRST_OWN; own <= LAST_OWN && own + 1 < length; own++) {
      long shared = shared(heap.element(data, own));
      if (shared != 0) {
        return Optional.of(places(code, data, shared, heap.element(data, own + 1)));
      }
    }
    return Optional.empty();
  }

  private CodePlaces places(long code, long data, long own, long inlinings) {
    try {
      List<long[]> chains = chains(data, own, inlinings);
      return table(heap.field(code, V8Constant.CODE_POSITIONS), chains);
    } catch (ForeignMemoryException e) {
      // Without its places the compiled function itself is left.
      return CodePlaces.of(own);
    }
  }

  /** A function, which may be wrapped or weakly held; zero for anything else. */
  private long shared(long word) {
    long object = V8Heap.strong(word);
    int type = heap.type(object);
    if (type >= 0 && type == heap.layout().get(V8Constant.TYPE_SHARED_WRAPPER)) {
      object = heap.word(object, SHARED_OF_WRAPPER);
      type = heap.type(object);
    }
    return type == heap.layout().get(V8Constant.TYPE_SHARED) ? object : 0;
  }

  /** The functions of no inlining, and of each; innermost first. */
  private List<long[]> chains(long data, long own, long inlinings) {
    List<long[]> chains = new ArrayList<>();
    chains.add(new long[] {own});
    byte[] records = heap.bytes(inlinings, MAX_INLININGS * INLINING_BYTES);
    int[] callers = new int[records.length / INLINING_BYTES];
    long[] functions = new long[callers.length];
    for (int i = 0; i < callers.length; i++) {
      callers[i] = inlining(number(records, i * INLINING_BYTES, 8));
      int index = (int) number(records, i * INLINING_BYTES + 8, 4);
      functions[i] = index < 0 ? own : literal(data, index);
    }
    for (int i = 0; i < callers.length; i++) {
      chains.add(chain(i, callers, functions, own));
    }
    return chains;
  }

  private static long[] chain(int inlining, int[] callers, long[] functions, long own) {
    long[] chain = new long[MAX_DEPTH];
    int depth = 0;
    for (int at = inlining; at >= 0 && depth < MAX_DEPTH - 1; at = callers[at]) {
      if (at >= callers.length || callers[at] == at) {
        throw new ForeignMemoryException("an inlining %d that is not there".formatted(at), own);
      }
      if (functions[at] != 0) {
        chain[depth++] = functions[at];
      }
    }
    chain[depth++] = own;
    return Arrays.copyOf(chain, depth);
  }

  private long literal(long data, int index) {
    for (int place = FIRST_LITERALS; place <= LAST_LITERALS; place++) {
      long literals = heap.element(data, place);
      if (heap.type(literals) >= 0 && index < heap.length(literals)) {
        long shared = shared(heap.element(literals, index));
        if (shared != 0) {
          return shared;
        }
      }
    }
    return 0;
  }

  /** Reads the table of places; what belongs to the same inlining as the one before is left out. */
  private CodePlaces table(long positions, List<long[]> chains) {
    IntArrayList offsets = new IntArrayList();
    IntArrayList places = new IntArrayList();
    offsets.addInt(0);
    places.addInt(0);
    Numbers numbers = new Numbers(heap.bytes(positions, MAX_TABLE));
    int offset = 0;
    long position = 0;
    while (numbers.hasNext()) {
      // Places in optimised code are no statements, which the sign told until V8 13, then a bit.
      long step = numbers.next();
      offset += (int) (step < 0 ? -step - 1 : step >>> 1);
      position += numbers.next();
      int place = inlining(position) + 1;
      int last = places.size() - 1;
      if (place >= chains.size() || offset < offsets.getInt(last)) {
        throw new ForeignMemoryException("a table of places that is none", positions);
      }
      if (offset == offsets.getInt(last)) {
        places.setInt(last, place);
      } else if (place != places.getInt(last)) {
        offsets.addInt(offset);
        places.addInt(place);
      }
    }
    return new CodePlaces(offsets.toIntArray(), places.toIntArray(), chains);
  }

  private static int inlining(long position) {
    return (int) (position >>> INLINING_SHIFT & INLINING_MASK) - 1;
  }

  private static long number(byte[] bytes, int at, int length) {
    long value = 0;
    for (int i = length - 1; i >= 0; i--) {
      value = value << 8 | (bytes[at + i] & 0xff);
    }
    return length == 4 ? (int) value : value;
  }

  /** Numbers of seven bits a byte, the lowest first, with the sign in the lowest bit. */
  private static final class Numbers {
    private final byte[] bytes;
    private int at;

    Numbers(byte[] bytes) {
      this.bytes = bytes;
    }

    boolean hasNext() {
      return at < bytes.length;
    }

    long next() {
      long value = 0;
      int shift = 0;
      byte next;
      do {
        if (at == bytes.length || shift > 63) {
          throw new ForeignMemoryException("a number that does not end", at);
        }
        next = bytes[at++];
        value |= (next & 0x7fL) << shift;
        shift += 7;
      } while (next < 0);
      return value >>> 1 ^ -(value & 1);
    }
  }
}
