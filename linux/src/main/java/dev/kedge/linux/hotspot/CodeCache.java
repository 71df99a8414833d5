package dev.kedge.linux.hotspot;

import dev.kedge.linux.runtime.CodeRegions;
import dev.kedge.linux.runtime.CodeRegions.Kind;
import dev.kedge.linux.runtime.ForeignMemoryException;
import dev.kedge.linux.runtime.ProcessMemory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What HotSpot's code cache holds at a moment: its heaps are walked block by block (CodeHeap,
 * src/hotspot/share/memory/heap.hpp), each used one describes its code (CodeBlob,
 * code/codeBlob.hpp).
 */
final class CodeCache {
  private static final int MAX_HEAPS = 8;
  private static final int MAX_BLOCKS = 200_000;
  private static final int MAX_SEGMENT_SHIFT = 16;
  private static final int MAX_BLOB_BYTES = 64 << 20;
  private static final int MAX_FRAME_WORDS = 1 << 16;
  private static final int MAX_BLOB_NAME = 64;

  private final VmStructs structs;
  private final ProcessMemory memory;
  private final Map<Long, String> blobNames = new HashMap<>();
  private final VmField name;
  private final VmField frameSize;
  private final VmField frameComplete;
  private final boolean pointers;
  private final VmField codeBegin;
  private final VmField codeEnd;

  CodeCache(VmStructs structs, ProcessMemory memory) {
    this.structs = structs;
    this.memory = memory;
    this.name = structs.field("CodeBlob::_name");
    this.frameSize = structs.field("CodeBlob::_frame_size");
    this.frameComplete = structs.field("CodeBlob::_frame_complete_offset");
    // Pointers up to JDK 22, offsets from the blob since.
    this.pointers = structs.has("CodeBlob::_code_begin");
    this.codeBegin = structs.field("CodeBlob::_code_begin", "CodeBlob::_code_offset");
    this.codeEnd = structs.field("CodeBlob::_code_end", "CodeBlob::_data_offset");
  }

  /**
   * All code there is.
   *
   * @throws ForeignMemoryException when the heaps are not what they should be
   */
  CodeRegions read() {
    memory.forget();
    List<CodeRegions.Region> regions = new ArrayList<>();
    long heaps = memory.i64(structs.field("CodeCache::_heaps").place());
    long count = structs.field("GrowableArrayBase::_len").number(memory, heaps);
    long data = structs.field("GrowableArray<int>::_data").pointer(memory, heaps);
    if (count < 0 || count > MAX_HEAPS) {
      throw new ForeignMemoryException("a number of code heaps of " + count, heaps);
    }
    for (int i = 0; i < count; i++) {
      readHeap(memory.i64(data + 8L * i), regions);
    }
    return CodeRegions.of(
        regions,
        variable("StubRoutines::_call_stub_return_address"),
        variable("ContinuationEntry::_return_pc"));
  }

  private long variable(String field) {
    return structs.has(field) ? memory.i64(structs.field(field).place()) : 0;
  }

  private void readHeap(long heap, List<CodeRegions.Region> regions) {
    long space = heap + structs.field("CodeHeap::_memory").place();
    long at = structs.field("VirtualSpace::_low").pointer(memory, space);
    long end = structs.field("VirtualSpace::_high").pointer(memory, space);
    long shift = structs.field("CodeHeap::_log2_segment_size").number(memory, heap);
    VmField length = structs.field("HeapBlock::Header::_length");
    VmField used = structs.field("HeapBlock::Header::_used");
    int header = structs.size("HeapBlock");
    if (shift < 3 || shift > MAX_SEGMENT_SHIFT || header <= 0 || header > 64) {
      throw new ForeignMemoryException("segments of 2^" + shift + " bytes", heap);
    }
    while (Long.compareUnsigned(at, end) < 0 && regions.size() < MAX_BLOCKS) {
      long segments = length.number(memory, at);
      if (segments <= 0 || segments > (long) MAX_BLOB_BYTES >> shift) {
        // The tail that was not handed out yet, or a block that changes right now.
        return;
      }
      if (used.number(memory, at) != 0) {
        readBlob(at + header, segments << shift, regions);
      }
      at += segments << shift;
    }
  }

  private void readBlob(long blob, long bytes, List<CodeRegions.Region> regions) {
    long base = pointers ? 0 : blob;
    long start = base + codeBegin.number(memory, blob);
    long end = base + codeEnd.number(memory, blob);
    long words = frameSize.number(memory, blob);
    if (start - blob < 0 || start - blob > bytes || end - blob < 0 || end - blob > bytes) {
      return;
    }
    Kind kind = kind(name(blob), words);
    int frameBytes = words < 0 || words > MAX_FRAME_WORDS ? 0 : (int) (8 * words);
    int complete = Math.clamp(frameComplete.number(memory, blob), -1, Integer.MAX_VALUE);
    regions.add(new CodeRegions.Region(start, end, blob, kind, frameBytes, complete));
  }

  private static Kind kind(String name, long frameWords) {
    if (name.equals("Interpreter")) {
      return Kind.INTERPRETER;
    }
    if (name.toLowerCase(Locale.ROOT).contains("continuation")) {
      return Kind.CONTINUATION;
    }
    return frameWords > 0 ? Kind.SIZED : Kind.STUB;
  }

  /** What HotSpot calls a piece of code: {@code nmethod}, or the name of a stub. */
  String name(long blob) {
    long text = name.pointer(memory, blob);
    String known = blobNames.get(text);
    if (known == null) {
      known = text == 0 ? "" : memory.text(text, MAX_BLOB_NAME);
      if (blobNames.size() < 1_024) {
        blobNames.put(text, known);
      }
    }
    return known;
  }
}
