package dev.kedge.linux.hotspot;

import dev.kedge.linux.runtime.ProcessMemory;

/**
 * A field of a structure of HotSpot.
 *
 * @param place its offset in the structure, or its address where it is static
 * @param type its C++ type, which tells how wide it is
 */
record VmField(long place, String type) {
  /** A number as wide as the field's type. */
  long number(ProcessMemory memory, long structure) {
    long at = structure + place;
    return switch (type) {
      case "bool", "u1", "signed char", "volatile signed char" -> memory.u8(at);
      case "u2", "uint16_t", "unsigned short" -> memory.u16(at);
      case "int16_t", "short" -> (short) memory.u16(at);
      case "u4", "uint32_t", "juint", "unsigned int" -> memory.i32(at) & 0xffff_ffffL;
      case "int", "jint" -> memory.i32(at);
      default -> memory.i64(at);
    };
  }

  /** A pointer. */
  long pointer(ProcessMemory memory, long structure) {
    return memory.i64(structure + place);
  }
}
