package dev.kedge.linux.proc;

import dev.kedge.model.BuildId;
import java.util.Optional;

/**
 * What is mapped: a file, or memory of another kind.
 *
 * @param kind what it is
 * @param path path in the process's mount namespace, without the kernel's {@code (deleted)}; the
 *     bracketed name for mappings of the kernel's own
 * @param device {@code major << 20 | minor}, 0 when unknown
 * @param inode inode number, 0 when unknown
 * @param buildId when the kernel told it with the mapping
 * @param deleted true when the file had no name any more
 */
public record MappedFile(
    Kind kind, String path, long device, long inode, Optional<BuildId> buildId, boolean deleted) {

  /** Kinds of executable mappings. */
  public enum Kind {
    /** A file, be it deleted or in memory only (memfd). */
    FILE,
    /** Anonymous memory: most likely code generated at run time. */
    ANONYMOUS,
    /** The kernel's code in user space ({@code [vdso]}). */
    VDSO,
    /** Other mappings of the kernel's own, such as {@code [vsyscall]}. */
    SPECIAL
  }

  private static final String DELETED = " (deleted)";

  /** Tells the kind from the name the kernel gives a mapping, in procfs or in a perf record. */
  public static MappedFile of(String name, long device, long inode, Optional<BuildId> buildId) {
    if (name.isEmpty()
        || name.equals("//anon")
        || name.equals("[heap]")
        || name.startsWith("[stack")
        || name.startsWith("[anon")) {
      return new MappedFile(Kind.ANONYMOUS, "//anon", 0, 0, Optional.empty(), false);
    }
    if (name.equals("[vdso]")) {
      return new MappedFile(Kind.VDSO, name, 0, 0, Optional.empty(), false);
    }
    if (!name.startsWith("/") || name.startsWith("/dev/zero") || name.startsWith("/SYSV")) {
      boolean special = name.startsWith("[");
      return new MappedFile(
          special ? Kind.SPECIAL : Kind.ANONYMOUS, name, 0, 0, Optional.empty(), false);
    }
    boolean deleted = name.endsWith(DELETED);
    String path = deleted ? name.substring(0, name.length() - DELETED.length()) : name;
    return new MappedFile(Kind.FILE, path, device, inode, buildId, deleted);
  }
}
