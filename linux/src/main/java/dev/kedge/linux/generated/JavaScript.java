package dev.kedge.linux.generated;

import dev.kedge.linux.elf.SymbolRange;
import dev.kedge.linux.proc.Mapping;
import dev.kedge.linux.v8.V8Process;
import java.util.Map;

/**
 * The JavaScript engine of a process. Its interpreter is told by places in the file, for V8 may map
 * that part of it a second time, near the code it generates.
 *
 * @param process what is known of it
 * @param entry where in the file interpreted functions are entered
 * @param entryEnd behind it; as {@code entry} where nothing tells
 * @param handlers where the first handler of a bytecode begins
 * @param handlersEnd behind the last
 */
public record JavaScript(
    V8Process process, long entry, long entryEnd, long handlers, long handlersEnd) {
  static JavaScript of(V8Process process, Map<String, SymbolRange> places, Mapping mapping) {
    SymbolRange none = new SymbolRange(mapping.start(), 0);
    SymbolRange entry = places.getOrDefault(V8Process.INTERPRETER, none);
    SymbolRange first = places.getOrDefault(V8Process.FIRST_HANDLER, none);
    SymbolRange last = places.getOrDefault(V8Process.LAST_HANDLER, none);
    return new JavaScript(
        process,
        mapping.fileOffset(entry.address()),
        mapping.fileOffset(entry.address() + entry.size()),
        mapping.fileOffset(first.address()),
        mapping.fileOffset(last.address() + last.size()));
  }

  /**
   * Whether a place in the file may be in a frame of an interpreted function, by its symbols; of a
   * file without symbols every place may.
   */
  public boolean mayInterpret(long fileOffset) {
    return entry == entryEnd
        || (fileOffset >= entry && fileOffset < entryEnd)
        || handles(fileOffset);
  }

  /** Whether a place in the file is in a handler of a bytecode. */
  public boolean handles(long fileOffset) {
    return fileOffset >= handlers && fileOffset < handlersEnd;
  }
}
