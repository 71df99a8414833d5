package dev.kedge.linux.python;

import dev.kedge.linux.runtime.ForeignMemoryException;
import dev.kedge.linux.runtime.ProcessMemory;
import java.util.Map;

/**
 * Where CPython keeps what is needed, by its release. 3.13 tells it itself ({@code
 * _Py_DebugOffsets}, Include/internal/pycore_runtime.h); of 3.11 and 3.12 it is what the headers
 * say for 64-bit machines (pycore_frame.h, cpython/code.h, cpython/unicodeobject.h).
 *
 * @param frameCode code object of a frame ({@code _PyInterpreterFrame})
 * @param framePrevious the caller's frame
 * @param frameInstruction its last instruction, or its next (3.13)
 * @param frameOwner who owns it
 * @param frameIsEntry 3.11: whether C called it; minus one later
 * @param marked whether calls from C lie in a record on the C stack ({@code _PyCFrame})
 * @param codeFile file name of a code object
 * @param codeName qualified name
 * @param codeBytes first instruction
 * @param asciiText first character of a text that is ASCII
 * @param otherText first character of another compact text
 */
record PythonLayout(
    int frameCode,
    int framePrevious,
    int frameInstruction,
    int frameOwner,
    int frameIsEntry,
    boolean marked,
    int codeFile,
    int codeName,
    int codeBytes,
    int asciiText,
    int otherText) {
  /** Variables of the interpreter that are needed. */
  static final String VERSION = "Py_Version";

  static final String RUNTIME = "_PyRuntime";

  /** How an owner of a frame says that it is a call from C, which has no function (3.12 on). */
  static final int OWNED_BY_C = 3;

  /** How an owner of a frame says that it lies on the stack of its thread. */
  static final int OWNED_BY_THREAD = 0;

  /** The cookie {@code xdebugpy}. */
  private static final long COOKIE = 0x7970_6775_6265_6478L;

  /** Sizes in a code object, 32 bits each: slots of the stack, of variables; of both (3.12 on). */
  private static final int STACK_SIZE_3_11 = 68;

  private static final int VARIABLES_3_11 = 76;
  private static final int SPECIALS_3_11 = 9;
  private static final int FRAME_SIZE = 76;

  private static final int WORD = 8;
  private static final int MAX_OFFSET = 4_096;

  /**
   * The layout of a running interpreter.
   *
   * @throws ForeignMemoryException when its release is not known
   */
  static PythonLayout of(ProcessMemory memory, Map<String, Long> variables) {
    Long at = variables.get(VERSION);
    Long runtime = variables.get(RUNTIME);
    if (at == null || runtime == null) {
      throw new ForeignMemoryException("no version of CPython, at least 3.11 is needed,", 0);
    }
    int version = (int) (memory.i64(at) >>> 16) & 0xffff;
    return switch (version) {
      case 0x030b -> new PythonLayout(32, 48, 56, 69, 68, true, 112, 128, 184, 48, 72);
      case 0x030c -> new PythonLayout(0, 8, 56, 70, -1, true, 112, 128, 192, 40, 56);
      case 0x030d -> told(memory, runtime);
      default ->
          throw new ForeignMemoryException(
              "CPython %d.%d is not known,".formatted(version >>> 8, version & 0xff), at);
    };
  }

  private static PythonLayout told(ProcessMemory memory, long runtime) {
    if (memory.i64(runtime) != COOKIE || memory.i64(runtime + 2 * WORD) != 0) {
      throw new ForeignMemoryException("no offsets for debuggers, or free threads,", runtime);
    }
    return new PythonLayout(
        offset(memory, runtime, 29),
        offset(memory, runtime, 28),
        offset(memory, runtime, 30),
        offset(memory, runtime, 32),
        -1,
        false,
        offset(memory, runtime, 34),
        offset(memory, runtime, 36),
        offset(memory, runtime, 42),
        40,
        56);
  }

  /** Bytes of a frame that runs a code object. */
  long frameBytes(ProcessMemory memory, long code) {
    long slots =
        frameIsEntry >= 0
            ? (long) memory.i32(code + STACK_SIZE_3_11)
                + memory.i32(code + VARIABLES_3_11)
                + SPECIALS_3_11
            : memory.i32(code + FRAME_SIZE);
    return slots * WORD;
  }

  /** The number at a place of the table, counted from the word after the cookie. */
  private static int offset(ProcessMemory memory, long runtime, int place) {
    long value = memory.i64(runtime + (long) WORD * (1 + place));
    if (value < 0 || value > MAX_OFFSET) {
      throw new ForeignMemoryException("an offset of " + value, runtime);
    }
    return (int) value;
  }
}
