package dev.kedge.linux.elf;

import java.util.function.Supplier;

/** Turns the loss of pages under a mapping, by a cut or an error of the disk, into an exception. */
public final class MappedFaults {
  private MappedFaults() {}

  /**
   * Runs what reads a mapping. The JVM reports a page that is gone (SIGBUS) as an InternalError, in
   * compiled code not at the read but when the thread next looks for such news, which it does
   * before it returns to here.
   *
   * @throws ElfException when a page was gone
   */
  public static <T> T guard(Supplier<T> read) {
    try {
      return read.get();
    } catch (InternalError e) {
      ElfException cut = new ElfException("the file was cut or failed while it was read", 0);
      cut.initCause(e);
      throw cut;
    }
  }
}
