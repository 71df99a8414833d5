package dev.kedge.linux.elf;

import java.util.function.Supplier;

/** Turns the loss of pages under a mapping, by a cut or an error of the disk, into an exception. */
final class MappedFaults {
  private MappedFaults() {}

  /**
   * Runs what reads a mapping. The JVM reports a page that is gone (SIGBUS) as an InternalError,
   * and in compiled code not at once but when the thread next looks for such news; a change from
   * native code back to Java is such a place, so one is passed before the guard ends.
   *
   * @throws ElfException when a page was gone
   */
  @SuppressWarnings("ThreadPriorityCheck")
  static <T> T guard(Supplier<T> read) {
    try {
      T value = read.get();
      Thread.yield();
      return value;
    } catch (InternalError e) {
      ElfException cut = new ElfException("the file was cut or failed while it was read", 0);
      cut.initCause(e);
      throw cut;
    }
  }
}
