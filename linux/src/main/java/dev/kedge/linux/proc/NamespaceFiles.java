package dev.kedge.linux.proc;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.kedge.linux.CLibrary;
import dev.kedge.linux.KernelFile;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The namespaces of processes, from the links {@code /proc/PID/ns/*} (namespaces(7)). Reading those
 * of other users' processes needs CAP_SYS_PTRACE. Thread-safe.
 */
public final class NamespaceFiles {
  private static final int LINK_BYTES = 64;
  private static final MethodHandle READLINK =
      CLibrary.link(
          "readlink",
          FunctionDescriptor.of(JAVA_LONG, CLibrary.POINTER, CLibrary.POINTER, JAVA_LONG),
          -1);

  private final Path procRoot;

  /** Reads below a procfs mount. */
  public NamespaceFiles(Path procRoot) {
    this.procRoot = procRoot;
  }

  /**
   * Inode number of a namespace.
   *
   * @param process a process id, or {@code self}
   * @param kind what the link is called, as {@code pid}
   * @return 0 when the process is gone or may not be asked
   */
  public long number(String process, String kind) {
    return parse(readLink(procRoot + "/" + process + "/ns/" + kind), kind);
  }

  /** The number in {@code pid:[4026531836]}; 0 for a text of another form. */
  static long parse(String link, String kind) {
    String digits =
        link.startsWith(kind + ":[") && link.endsWith("]")
            ? link.substring(kind.length() + 2, link.length() - 1)
            : "";
    return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : 0;
  }

  /** Without an exception for each of the many processes that are gone. */
  private static String readLink(String path) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = CLibrary.newErrorState(arena);
      MemorySegment target = arena.allocate(LINK_BYTES);
      long length =
          (long) READLINK.invokeExact(state, arena.allocateFrom(path), target, (long) LINK_BYTES);
      return length <= 0
          ? ""
          : new String(target.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.ISO_8859_1);
    } catch (Throwable t) {
      throw CLibrary.unexpected("readlink", t);
    }
  }

  /**
   * The id a process has in its own pid namespace: the last of {@code NSpid}; 0 when it is gone.
   */
  public int pidThere(int pid) {
    return KernelFile.text(procRoot.resolve(Integer.toString(pid)).resolve("status"))
        .flatMap(status -> status.lines().filter(line -> line.startsWith("NSpid:")).findFirst())
        .map(line -> ProcessFiles.number(line.substring(line.lastIndexOf('\t') + 1)))
        .filter(number -> number > 0)
        .orElse(0);
  }
}
