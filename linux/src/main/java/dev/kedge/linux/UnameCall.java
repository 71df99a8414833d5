package dev.kedge.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** {@code uname(2)}. Thread-safe. */
final class UnameCall {
  /** Bytes of each of the six texts of {@code struct utsname} on Linux. */
  private static final int FIELD = 65;

  private static final int MACHINE = 4;

  private static final MethodHandle UNAME =
      CLibrary.link("uname", FunctionDescriptor.of(JAVA_INT, CLibrary.POINTER), -1);

  private UnameCall() {}

  /** What {@code uname -m} prints. */
  static String machine() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment names = arena.allocate(6L * FIELD);
      int result = (int) UNAME.invokeExact(CLibrary.newErrorState(arena), names);
      return result == 0 ? names.getString(MACHINE * (long) FIELD) : "unknown";
    } catch (Throwable t) {
      throw CLibrary.unexpected("uname", t);
    }
  }
}
