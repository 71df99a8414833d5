package dev.kedge.linux.unwind;

import dev.kedge.linux.elf.ElfException;
import dev.kedge.linux.elf.ElfFile;
import dev.kedge.linux.elf.GoFunctions;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Makes the table of a Go program without call frame information: its runtime keeps how far the
 * stack pointer is from its place at the start of a function, for every instruction. The caller's
 * frame pointer lies below the return address in every function that has a frame. x86-64.
 */
final class GoUnwindTable {
  /** Functions that begin a stack: a goroutine, a thread, the program. */
  private static final Set<String> OUTERMOST =
      Set.of(
          "runtime.goexit",
          "runtime.mstart",
          "runtime.rt0_go",
          "runtime.mcall",
          "runtime.morestack",
          "_rt0_amd64",
          "_rt0_amd64_linux");

  private static final int RETURN_ADDRESS = 8;
  private static final int MAX_FRAME = 1 << 22;

  private final ElfFile elf;
  private final GoFunctions functions;
  private final UnwindTableWriter writer;
  private long written;
  private long damaged;

  private GoUnwindTable(ElfFile elf, GoFunctions functions, FileChannel into) throws IOException {
    this.elf = elf;
    this.functions = functions;
    this.writer = new UnwindTableWriter(into);
  }

  static UnwindTableBuilder.Built build(ElfFile elf, GoFunctions functions, FileChannel into)
      throws IOException {
    GoUnwindTable table = new GoUnwindTable(elf, functions, into);
    IOException[] failure = new IOException[1];
    functions.forEach((start, end, name, frames) -> {
      if (failure[0] == null) {
        try {
          table.function(start, end, name, frames);
        } catch (IOException e) {
          failure[0] = e;
        } catch (ElfException e) {
          table.damaged++;
        }
      }
    });
    if (failure[0] != null) {
      throw failure[0];
    }
    return new UnwindTableBuilder.Built(
        table.written, table.writer.finish(Machine.X86_64), table.damaged);
  }

  private void function(long start, long end, long name, long frames) throws IOException {
    OptionalLong offset = elf.fileOffset(start);
    if (offset.isEmpty()
        || offset.getAsLong() < writer.lastOffset()
        || offset.getAsLong() + (end - start) > elf.size()) {
      damaged++;
      return;
    }
    written++;
    boolean outermost = OUTERMOST.contains(functions.name(name));
    writer.add(offset.getAsLong(), outermost ? UnwindRule.OUTERMOST : UnwindRule.NONE, true);
    IOException[] failure = new IOException[1];
    if (!outermost) {
      functions.frames(
          start,
          end,
          frames,
          (address, bytes) -> {
            try {
              if (address < end) {
                writer.add(offset.getAsLong() + (address - start), rule(bytes), false);
              }
            } catch (IOException e) {
              failure[0] = e;
            }
          });
    }
    if (failure[0] != null) {
      throw failure[0];
    }
    writer.add(offset.getAsLong() + (end - start), UnwindRule.NONE, false);
  }

  private static long rule(long bytes) {
    if (bytes < 0 || bytes > MAX_FRAME) {
      return UnwindRule.UNSUPPORTED;
    }
    return rule(
        bytes, bytes == 0 ? UnwindRule.FP_SAME : UnwindRule.FP_AT_CFA, UnwindRule.RA_AT_CFA);
  }

  private static long rule(long bytes, int fp, int ra) {
    return UnwindRule.of(
        UnwindRule.CFA_REGISTER,
        Machine.X86_64.stackPointer,
        bytes + RETURN_ADDRESS,
        fp,
        -2 * RETURN_ADDRESS,
        ra,
        -RETURN_ADDRESS);
  }
}
