package dev.kedge.linux.unwind;

import dev.kedge.linux.elf.ElfException;
import dev.kedge.linux.elf.ElfFile;
import dev.kedge.linux.elf.GoFunctions;
import dev.kedge.linux.elf.LongSort;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Makes the table of an ELF file from its {@code .eh_frame}, or where it has none from the table of
 * Go's runtime or {@code .debug_frame}. Memory: 8 bytes for each function, outside the heap. One
 * thread at a time; takes milliseconds to seconds.
 */
public final class UnwindTableBuilder {
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  /** More than any program has; what is beyond has no rules and is counted. */
  private static final int MAX_FUNCTIONS = 1 << 24;

  /**
   * A process begins here without a caller. Linkers and C libraries that write this in assembly
   * tell nothing of it (glibc's dynamic linker, musl); it is a few dozen bytes.
   */
  private static final long ENTRY_BYTES = 128;

  private UnwindTableBuilder() {}

  /**
   * What was made.
   *
   * @param functions functions in it
   * @param bytes its size
   * @param damaged entries that contradict themselves, and functions left out
   */
  public record Built(long functions, long bytes, long damaged) {}

  /**
   * Writes the table of a file.
   *
   * @param elf the file
   * @param into empty and open for writing
   * @return empty when the file has no call frame information or its machine is not known
   * @throws ElfException when the file fails while it is read
   * @throws IOException when the table cannot be written
   */
  public static Optional<Built> build(ElfFile elf, FileChannel into) throws IOException {
    Optional<Machine> machine = Machine.of(elf.machine()).filter(known -> elf.wide());
    Optional<CallFrameRange> exceptions = CallFrameRange.exceptionHandling(elf);
    if (exceptions.isEmpty() && machine.equals(Optional.of(Machine.X86_64))) {
      Optional<GoFunctions> go = GoFunctions.read(elf);
      if (go.isPresent()) {
        return Optional.of(GoUnwindTable.build(elf, go.get(), into));
      }
    }
    Optional<CallFrameRange> range = exceptions.or(() -> CallFrameRange.debugging(elf));
    if (machine.isEmpty() || range.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(build(elf, machine.get(), range.get(), into));
    } finally {
      elf.unload();
    }
  }

  private static Built build(ElfFile elf, Machine machine, CallFrameRange range, FileChannel into)
      throws IOException {
    CallFrameSection section = new CallFrameSection(elf, range);
    long[] counts = new long[2];
    section.functions((address, entry) -> counts[0]++);
    int room = (int) Math.min(counts[0], MAX_FUNCTIONS);
    long leftOut = counts[0] - room + section.damaged();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment keys = arena.allocate(LONG, room);
      int[] found = new int[1];
      section.functions((address, entry) -> {
        OptionalLong start = elf.fileOffset(address);
        if (found[0] < room && start.isPresent() && (start.getAsLong() | entry) >>> 32 == 0) {
          keys.setAtIndex(LONG, found[0]++, start.getAsLong() << 32 | entry);
        }
      });
      LongSort.sort(keys, found[0]);
      UnwindTableWriter writer = new UnwindTableWriter(into);
      long damaged = new Functions(elf, machine, section, writer).write(keys, found[0]);
      return new Built(found[0] - damaged, writer.finish(machine), leftOut + damaged);
    }
  }

  /** Writes the rows of functions in ascending order. */
  private static final class Functions {
    private static final Cie NONE = new Cie(0, 0, 0, 0, false, false, -1, 0);

    private final ElfFile elf;
    private final CallFrameSection section;
    private final UnwindTableWriter writer;
    private final CallFrameProgram program;
    private Cie begun = NONE;

    /** Until it was written or found to be a function like others. */
    private long entry;

    Functions(ElfFile elf, Machine machine, CallFrameSection section, UnwindTableWriter writer) {
      this.elf = elf;
      this.section = section;
      this.writer = writer;
      this.program = new CallFrameProgram(machine);
      this.entry = elf.entry().orElse(-1);
    }

    /** How many were damaged. */
    long write(MemorySegment keys, int count) throws IOException {
      long damaged = 0;
      for (int i = 0; i < count; i++) {
        long key = keys.getAtIndex(LONG, i);
        writeEntry(key >>> 32);
        try {
          write(key >>> 32, key & 0xffff_ffffL);
        } catch (ElfException e) {
          damaged++;
        }
      }
      writeEntry(elf.size());
      return damaged;
    }

    /** Where a process begins, if that lies in the gap before a function. */
    private void writeEntry(long next) throws IOException {
      if (entry >= 0 && entry < next) {
        if (writer.lastOffset() <= entry) {
          writer.add(entry, UnwindRule.OUTERMOST, true);
          writer.add(Math.min(next, entry + ENTRY_BYTES), UnwindRule.NONE, false);
        }
        entry = -1;
      }
    }

    private void write(long startOffset, long entry) throws IOException {
      CallFrameSection.Function function = section.function(entry);
      Cie common = function.common();
      if (begun.instructions() != common.instructions()) {
        begun = NONE;
        if (!program.resume(common)) {
          program.begin(common, section.initialInstructions(common));
        }
        begun = common;
      }
      long start = function.start();
      long last = Math.min(startOffset + function.end() - start, elf.size());
      if (startOffset < writer.lastOffset() || last <= startOffset) {
        return;
      }
      writer.add(startOffset, UnwindRule.UNSUPPORTED, true);
      IOException[] failure = new IOException[1];
      program.run(
          common,
          function.instructions(),
          start,
          function.end(),
          (address, rule) -> {
            try {
              writer.add(startOffset + (address - start), rule, false);
            } catch (IOException e) {
              failure[0] = e;
            }
          });
      if (failure[0] != null) {
        throw failure[0];
      }
      writer.add(last, UnwindRule.NONE, false);
    }
  }
}
