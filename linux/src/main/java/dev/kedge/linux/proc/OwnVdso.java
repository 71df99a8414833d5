package dev.kedge.linux.proc;

import dev.kedge.linux.elf.ElfException;
import dev.kedge.linux.elf.ElfFile;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** The kernel's code in user space: every process has the same, so that of this process is read. */
public final class OwnVdso {
  private OwnVdso() {}

  /**
   * A copy of it.
   *
   * @param procRoot where procfs is mounted
   * @throws ElfException when this process has none, or it is no ELF image
   */
  public static ElfFile read(Path procRoot) {
    int self = Math.toIntExact(ProcessHandle.current().pid());
    Mapping own =
        new ProcessFiles(procRoot)
            .memory(self).orElse(AddressSpace.EMPTY).mappings().stream()
                .filter(mapping -> mapping.file().kind() == MappedFile.Kind.VDSO)
                .findFirst()
                .orElseThrow(() -> new ElfException("no vDSO in this process", 0));
    return ElfFile.of(MemorySegment.ofAddress(own.start()).reinterpret(own.end() - own.start()));
  }
}
