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
  public static final CodeRegions EMPTY = new CodeRegions(List.of(), 0, 0);

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
  public record Region(
      long start, long end, long holder, Kind kind, int frameBytes, int complete) {}

  private CodeRegions(List<Region> sorted, long callStubReturn, long continuationReturn) {
    int count = sorted.size();
    this.starts = new long[count];
    this.ends = new long[count];
    this.holders = new long[count];
    this.frames = new int[count];
    this.completes = new int[count];
    this.kinds = new Kind[count];
    this.callStubReturn = callStubReturn;
    this.continuationReturn = continuationReturn;
    for (int i = 0; i < count; i++) {
      Region region = sorted.get(i);
      starts[i] = region.start();
      ends[i] = region.end();
      holders[i] = region.holder();
      frames[i] = region.frameBytes();
      completes[i] = region.complete();
      kinds[i] = region.kind();
    }
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
    return new CodeRegions(sorted, callStubReturn, continuationReturn);
  }

  /** The piece that holds an address, or minus one; no garbage is made. */
  public int find(long address) {
    int low = 0;
    int high = starts.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(starts[middle], address) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high >= 0 && Long.compareUnsigned(address, ends[high]) < 0 ? high : -1;
  }

  /** How many pieces there are. */
  public int size() {
    return starts.length;
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
