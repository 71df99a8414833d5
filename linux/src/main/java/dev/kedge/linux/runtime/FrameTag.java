package dev.kedge.linux.runtime;

/**
 * Frames of interpreters in the place of code addresses: the upper byte, which is zero in every
 * user address, tells what the rest points to.
 */
public final class FrameTag {
  /** HotSpot's {@code Method} of an interpreted frame. */
  public static final int JAVA_METHOD = 1;

  /** CPython's {@code PyCodeObject} of a frame. */
  public static final int PYTHON_CODE = 2;

  /** V8's {@code SharedFunctionInfo} of an interpreted frame. */
  public static final int JS_INTERPRETED = 3;

  /** V8's {@code SharedFunctionInfo} of a frame of baseline code. */
  public static final int JS_COMPILED = 4;

  private static final int SHIFT = 56;
  private static final long VALUE = (1L << SHIFT) - 1;

  private FrameTag() {}

  /** A pointer with a tag. */
  public static long of(int tag, long pointer) {
    return (long) tag << SHIFT | (pointer & VALUE);
  }

  /** The tag; zero for an address of code. */
  public static int tag(long frame) {
    return (int) (frame >>> SHIFT);
  }

  /** The pointer without its tag. */
  public static long pointer(long frame) {
    return frame & VALUE;
  }
}
