package dev.kedge.linux.runtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The pieces of code a runtime has generated, by address, with what is needed to get from a frame
 * of each to its caller. Immutable.
 */
public final class CodeRegions {
  /** No code is known. */
  public static final CodeRegions EMPTY = new CodeRegions(0, 0, 0);

  private final long[] starts;
  private final long[] ends;
  private final long[] holders;
  private final int[] frames;
  private final int[] completes;
  private final Kind[] kinds;
  private final long callStubReturn;
  private final long continuationReturn;

  /** How frames of a piece of code look. */
  public enum Kind {
    /** Of fixed size: a compiled method or a stub that says how large. */
    SIZED,
    /** The template interpreter: by frame pointer, with the method in a slot. */
    INTERPRETER,
    /** Hand-written stubs: by frame pointer, or with nothing but the return address. */
    STUB,
    /** Where frames of a virtual thread end that are not on the stack (JEP 444). */
    CONTINUATION
  }

  /**
   * One piece of code.
   *
   * @param start first byte of code
   * @param end byte after the last
   * @param holder the runtime's own description of it
   * @param kind how its frames look
   * @param frameBytes size of a frame with its return address
   * @param complete bytes of code before a frame has that size
   */
  public record Region(long start, long end, long holder, Kind kind, int frameBytes, int complete) {
    /** Whether an address lies in it. */
    public boolean holds(long address) {
      return Long.compareUnsigned(address, start) >= 0 && Long.compareUnsigned(address, end) < 0;
    }
  }

  private CodeRegions(int count, long callStubReturn, long continuationReturn) {
    this.starts = new long[count];
    this.ends = new long[count];
    this.holders = new long[count];
    this.frames = new int[count];
    this.completes = new int[count];
    this.kinds = new Kind[count];
    this.callStubReturn = callStubReturn;
    this.continuationReturn = continuationReturn;
  }

  private void set(int index, Region region) {
    starts[index] = region.start();
    ends[index] = region.end();
    holders[index] = region.holder();
    frames[index] = region.frameBytes();
    completes[index] = region.complete();
    kinds[index] = region.kind();
  }

  private void copy(CodeRegions from, int first, int count, int to) {
    System.arraycopy(from.starts, first, starts, to, count);
    System.arraycopy(from.ends, first, ends, to, count);
    System.arraycopy(from.holders, first, holders, to, count);
    System.arraycopy(from.frames, first, frames, to, count);
    System.arraycopy(from.completes, first, completes, to, count);
    System.arraycopy(from.kinds, first, kinds, to, count);
  }

  /**
   * Sorts pieces of code; empty ones are left out.
   *
   * @param regions in any order
   * @param callStubReturn where Java returns to native code; 0 when unknown
   * @param continuationReturn where a virtual thread returns to its carrier; 0 when unknown
   */
  public static CodeRegions of(List<Region> regions, long callStubReturn, long continuationReturn) {
    List<Region> sorted = new ArrayList<>(regions);
    sorted.removeIf(region -> Long.compareUnsigned(region.start(), region.end()) >= 0);
    sorted.sort(Comparator.comparing(Region::start, Long::compareUnsigned));
    CodeRegions all = new CodeRegions(sorted.size(), callStubReturn, continuationReturn);
    for (int i = 0; i < sorted.size(); i++) {
      all.set(i, sorted.get(i));
    }
    return all;
  }

  /**
   * The same with a piece more, in place of those it overlaps, which are gone.
   *
   * @param fresh a piece that is not empty
   */
  public CodeRegions with(Region fresh) {
    int first = from(fresh.start());
    if (first > 0 && Long.compareUnsigned(ends[first - 1], fresh.start()) > 0) {
      first--;
    }
    int next = Math.max(first, from(fresh.end()));
    CodeRegions all =
        new CodeRegions(first + 1 + size() - next, callStubReturn, continuationReturn);
    all.copy(this, 0, first, 0);
    all.set(first, fresh);
    all.copy(this, next, size() - next, first + 1);
    return all;
  }

  /** The piece that holds an address, or minus one; no garbage is made. */
  public int find(long address) {
    int at = from(address + 1) - 1;
    return at >= 0 && Long.compareUnsigned(address, ends[at]) < 0 ? at : -1;
  }

  /** Which piece is the first that starts at an address or behind it. */
  private int from(long address) {
    int low = 0;
    int high = starts.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(starts[middle], address) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** How many pieces there are. */
  public int size() {
    return starts.length;
  }

  /** A piece. */
  public Region region(int index) {
    return new Region(
        starts[index], ends[index], holders[index], kinds[index], frames[index], completes[index]);
  }

  /** First byte of a piece. */
  public long start(int index) {
    return starts[index];
  }

  /** The runtime's own description of a piece. */
  public long holder(int index) {
    return holders[index];
  }

  /** How the frames of a piece look. */
  public Kind kind(int index) {
    return kinds[index];
  }

  /** Bytes of a frame with its return address. */
  public int frameBytes(int index) {
    return frames[index];
  }

  /** Bytes of code before a frame has its size. */
  public int complete(int index) {
    return completes[index];
  }

  /** Where Java returns to native code. */
  public long callStubReturn() {
    return callStubReturn;
  }

  /** Where a virtual thread returns to its carrier. */
  public long continuationReturn() {
    return continuationReturn;
  }
}
