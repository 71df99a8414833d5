package dev.kedge.linux.unwind;

/** The user frames of one sample. The object is reused: valid until the next sample is unwound. */
public final class UserStack {
  /** More frames than this are cut, as the kernel does with its own chains. */
  public static final int MAX_FRAMES = 512;

  private final long[] frames = new long[MAX_FRAMES];
  private int count;
  private StackEnd end = StackEnd.COMPLETE;

  /** An empty stack. */
  public UserStack() {}

  void clear() {
    count = 0;
    end = StackEnd.COMPLETE;
  }

  boolean full() {
    return count == MAX_FRAMES;
  }

  void add(long address) {
    frames[count++] = address;
  }

  void replaceLast(long address) {
    frames[count - 1] = address;
  }

  void remove(int last) {
    count -= last;
  }

  void end(StackEnd reason) {
    end = reason;
  }

  /** How many frames there are. */
  public int count() {
    return count;
  }

  /**
   * Address of a frame; 0 is the innermost. Later ones point behind a call: the byte before belongs
   * to the caller, also where a signal came in between.
   */
  public long frame(int index) {
    return frames[index];
  }

  /** Why there are no more. */
  public StackEnd end() {
    return end;
  }
}
