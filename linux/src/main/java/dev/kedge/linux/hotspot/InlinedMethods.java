package dev.kedge.linux.hotspot;

import dev.kedge.linux.runtime.ForeignMemoryException;
import dev.kedge.linux.runtime.ProcessMemory;
import java.util.ArrayList;
import java.util.List;

/**
 * Which methods a place in compiled code belongs to: the compiled one and those inlined into it, by
 * the debug information every compiled method carries for deoptimisation (PcDesc and ScopeDesc,
 * src/hotspot/share/code/). At calls it is exact. Elsewhere the compiler notes only places where
 * the method can be stopped, and the next of them is taken.
 */
final class InlinedMethods {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_DESCRIPTIONS = 1 << 18;
  private static final int MAX_METADATA = 1 << 16;

  /** Numbers are packed without zero bytes since JDK 20 (JDK-8292758). */
  private static final int FIRST_WITHOUT_ZEROS = 20;

  private final VmStructs structs;
  private final ProcessMemory memory;
  private final boolean withoutZeros;
  private long cursor;

  InlinedMethods(VmStructs structs, ProcessMemory memory) {
    this.structs = structs;
    this.memory = memory;
    VmField major = structs.field("Abstract_VM_Version::_vm_major_version");
    this.withoutZeros = major.number(memory, 0) >= FIRST_WITHOUT_ZEROS;
  }

  /**
   * The methods, innermost first; empty where the code does not tell.
   *
   * @param blob the compiled method
   * @param offset bytes from the start of its code; of a caller, where the call returns to
   */
  List<Long> at(long blob, long offset) {
    boolean apart = structs.has("nmethod::_immutable_data");
    long data = apart ? structs.field("nmethod::_immutable_data").pointer(memory, blob) : blob;
    long places = data + structs.field("nmethod::_scopes_pcs_offset").number(memory, blob);
    VmField end =
        apart
            ? structs.field("nmethod::_scopes_data_offset")
            : structs.field("nmethod::_dependencies_offset");
    long count = (data + end.number(memory, blob) - places) / structs.size("PcDesc");
    if (count <= 0 || count > MAX_DESCRIPTIONS) {
      return List.of();
    }
    long scopes =
        apart
            ? data + end.number(memory, blob)
            : structs.field("CompiledMethod::_scopes_data_begin").pointer(memory, blob);
    long place = placeAtOrBehind(places, count, offset);
    VmField decode = structs.field("PcDesc::_scope_decode_offset");
    return methods(scopes, decode.number(memory, place), metadata(blob));
  }

  private long placeAtOrBehind(long places, long count, long offset) {
    VmField pcOffset = structs.field("PcDesc::_pc_offset");
    int size = structs.size("PcDesc");
    long low = 0;
    long high = count - 1;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (pcOffset.number(memory, places + middle * size) < offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    // The last is a guard and describes nothing.
    return places + Math.max(0, Math.min(low, count - 2)) * size;
  }

  private long metadata(long blob) {
    if (structs.has("CodeBlob::_mutable_data")) {
      long size = structs.field("CodeBlob::_relocation_size").number(memory, blob);
      return structs.field("CodeBlob::_mutable_data").pointer(memory, blob) + ((size + 7) & -8);
    }
    long offset = structs.field("nmethod::_metadata_offset").number(memory, blob);
    boolean fromData = !structs.has("CodeBlob::_code_begin");
    return blob
        + offset
        + (fromData ? structs.field("CodeBlob::_data_offset").number(memory, blob) : 0);
  }

  private List<Long> methods(long scopes, long first, long metadata) {
    List<Long> methods = new ArrayList<>();
    long decode = first;
    while (decode > 0 && methods.size() < MAX_DEPTH) {
      cursor = scopes + decode;
      long sender = packed();
      long index = packed();
      if (index <= 0 || index > MAX_METADATA) {
        throw new ForeignMemoryException("an index of a method of " + index, cursor);
      }
      methods.add(memory.i64(metadata + 8 * (index - 1)));
      // Scopes of callers were written first.
      if (sender >= decode) {
        throw new ForeignMemoryException("a scope that calls itself", cursor);
      }
      decode = sender;
    }
    return methods;
  }

  /** A number of one to five bytes (UNSIGNED5, src/hotspot/share/utilities/unsigned5.hpp). */
  private long packed() {
    int excluded = withoutZeros ? 1 : 0;
    int low = 256 - 64 - excluded;
    long sum = 0;
    for (int i = 0; i < 5; i++) {
      int digit = memory.u8(cursor++) - excluded;
      sum += (long) digit << (6 * i);
      if (digit < low) {
        break;
      }
    }
    return sum & 0xffff_ffffL;
  }
}
