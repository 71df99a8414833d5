package dev.kedge.bandwidth.picture;

import java.util.Arrays;

/**
 * Intervals as columns: which row they are drawn in, what they are about, and from when to when in
 * nanoseconds. Bounded: what does not fit is counted. Filled while recording, then only read.
 */
public final class Segments {
  /** No state, no subject. */
  public static final int NONE = -1;

  private final int capacity;
  private int size;
  private long dropped;
  private int[] rows = new int[64];
  private int[] subjects = new int[64];
  private int[] states = new int[64];
  private long[] starts = new long[64];
  private long[] ends = new long[64];

  Segments(int capacity) {
    this.capacity = capacity;
  }

  void add(int row, int subject, int state, long start, long end) {
    if (size == capacity) {
      dropped++;
      return;
    }
    if (size == rows.length) {
      int length = Math.min(capacity, size * 2);
      rows = Arrays.copyOf(rows, length);
      subjects = Arrays.copyOf(subjects, length);
      states = Arrays.copyOf(states, length);
      starts = Arrays.copyOf(starts, length);
      ends = Arrays.copyOf(ends, length);
    }
    rows[size] = row;
    subjects[size] = subject;
    states[size] = state;
    starts[size] = start;
    ends[size] = end;
    size++;
  }

  public int size() {
    return size;
  }

  /** How many there were no room for. */
  public long dropped() {
    return dropped;
  }

  public int row(int i) {
    return rows[i];
  }

  public int subject(int i) {
    return subjects[i];
  }

  /** A code of {@link TaskState}, or {@link #NONE}. */
  public int state(int i) {
    return states[i];
  }

  public long start(int i) {
    return starts[i];
  }

  public long end(int i) {
    return ends[i];
  }

  int[] rows() {
    return Arrays.copyOf(rows, size);
  }

  int[] subjects() {
    return Arrays.copyOf(subjects, size);
  }

  int[] states() {
    return Arrays.copyOf(states, size);
  }

  long[] starts() {
    return Arrays.copyOf(starts, size);
  }

  long[] ends() {
    return Arrays.copyOf(ends, size);
  }
}
