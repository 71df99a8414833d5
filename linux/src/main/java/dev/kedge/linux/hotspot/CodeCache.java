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
import java.util.Optional;

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
  private static final int MAX_HOPS = 1 << 16;

  /** In the map of segments (CodeHeap::free_sentinel). */
  private static final int FREE_SEGMENT = 0xff;

  private final VmStructs structs;
  private final ProcessMemory memory;
  private final Map<Long, String> blobNames = new HashMap<>();
  private final VmField name;
  private final VmField frameSize;
  private final VmField frameComplete;
  private final boolean pointers;
  private final VmField codeBegin;
  private final VmField codeEnd;
  private final VmField low;
  private final VmField high;
  private final VmField length;
  private final VmField used;
  private final int header;

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
    this.low = structs.field("VirtualSpace::_low");
    this.high = structs.field("VirtualSpace::_high");
    this.length = structs.field("HeapBlock::Header::_length");
    this.used = structs.field("HeapBlock::Header::_used");
    this.header = structs.size("HeapBlock");
  }

  /**
   * All code there is.
   *
   * @throws ForeignMemoryException when the heaps are not what they should be
   */
  CodeRegions read() {
    memory.forget();
    List<CodeRegions.Region> regions = new ArrayList<>();
    for (Heap heap : heaps()) {
      readHeap(heap, regions);
    }
    return CodeRegions.of(
        regions,
        variable("StubRoutines::_call_stub_return_address"),
        variable("ContinuationEntry::_return_pc"));
  }

  private long variable(String field) {
    return structs.has(field) ? memory.i64(structs.field(field).place()) : 0;
  }

  /**
   * The piece of code an address lies in: a few pages are read, where {@link #read} reads all.
   *
   * @throws ForeignMemoryException when the heaps are not what they should be
   */
  Optional<CodeRegions.Region> read(long address) {
    memory.forget();
    List<CodeRegions.Region> found = new ArrayList<>();
    for (Heap heap : heaps()) {
      if (heap.holds(address)) {
        readBlock(heap, blockOf(heap, address), found);
      }
    }
    return found.stream().filter(region -> region.holds(address)).findFirst();
  }

  /** A code heap: blocks of whole segments, and a byte for each segment. */
  private record Heap(long start, long end, int shift, long segmentMap) {
    boolean holds(long address) {
      return Long.compareUnsigned(address, start) >= 0 && Long.compareUnsigned(address, end) < 0;
    }
  }

  private List<Heap> heaps() {
    long array = memory.i64(structs.field("CodeCache::_heaps").place());
    long count = structs.field("GrowableArrayBase::_len").number(memory, array);
    long data = structs.field("GrowableArray<int>::_data").pointer(memory, array);
    if (count < 0 || count > MAX_HEAPS) {
      throw new ForeignMemoryException("a number of code heaps of " + count, array);
    }
    List<Heap> heaps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      heaps.add(heap(memory.i64(data + 8L * i)));
    }
    return heaps;
  }

  private Heap heap(long heap) {
    long space = heap + structs.field("CodeHeap::_memory").place();
    long map = heap + structs.field("CodeHeap::_segmap").place();
    long shift = structs.field("CodeHeap::_log2_segment_size").number(memory, heap);
    if (shift < 3 || shift > MAX_SEGMENT_SHIFT || header <= 0 || header > 64) {
      throw new ForeignMemoryException("segments of 2^" + shift + " bytes", heap);
    }
    return new Heap(
        low.pointer(memory, space),
        high.pointer(memory, space),
        (int) shift,
        low.pointer(memory, map));
  }

  /**
   * Where the block of an address begins: each segment's byte tells how many to go back, as far as
   * a byte can (CodeHeap::find_block_for).
   */
  private long blockOf(Heap heap, long address) {
    long segment = (address - heap.start()) >>> heap.shift();
    for (int i = 0; i < MAX_HOPS; i++) {
      int back = memory.u8(heap.segmentMap() + segment);
      if (back == 0) {
        return heap.start() + (segment << heap.shift());
      }
      if (back == FREE_SEGMENT || back > segment) {
        break;
      }
      segment -= back;
    }
    throw new ForeignMemoryException("no block of code", address);
  }

  private void readHeap(Heap heap, List<CodeRegions.Region> regions) {
    long at = heap.start();
    for (int block = 0; heap.holds(at) && block < MAX_BLOCKS; block++) {
      long bytes = readBlock(heap, at, regions);
      if (bytes == 0) {
        // The tail that was not handed out yet, or a block that changes right now.
        return;
      }
      at += bytes;
    }
  }

  /** Bytes of a block, 0 where there is none; adds the code in it. */
  private long readBlock(Heap heap, long at, List<CodeRegions.Region> regions) {
    long segments = length.number(memory, at);
    if (segments <= 0 || segments > (long) MAX_BLOB_BYTES >> heap.shift()) {
      return 0;
    }
    long bytes = segments << heap.shift();
    if (used.number(memory, at) != 0) {
      readBlob(at + header, bytes, regions);
    }
    return bytes;
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
