package dev.kedge.wire;

import dev.kedge.profile.CodeOrigin;
import dev.kedge.profile.Frame;
import dev.kedge.profile.UnknownReason;

/** Numbers of frame kinds in the frame table; part of the contract, never reused. */
final class FrameTag {
  private static final int FIRST_UNKNOWN = 16;

  private FrameTag() {}

  static int of(Frame frame) {
    return switch (frame) {
      case Frame.Code code ->
          switch (code.origin()) {
            case KERNEL -> 0;
            case NATIVE -> 1;
            case JIT -> 2;
            case INTERPRETER -> 3;
            case INLINED -> 4;
          };
      case Frame.Unknown unknown ->
          switch (unknown.reason()) {
            case NO_MAPPING -> FIRST_UNKNOWN;
            case GENERATED_CODE -> FIRST_UNKNOWN + 1;
            case TRUNCATED -> FIRST_UNKNOWN + 2;
            case KERNEL_HIDDEN -> FIRST_UNKNOWN + 3;
            case NO_UNWIND_RULE -> FIRST_UNKNOWN + 4;
            case TABLE_PENDING -> FIRST_UNKNOWN + 5;
          };
    };
  }

  /** True for tags of frames that have a module and an offset, known to this version or not. */
  static boolean isCode(int tag) {
    return Integer.compareUnsigned(tag, FIRST_UNKNOWN) < 0;
  }

  static CodeOrigin origin(int entry, int tag) {
    return switch (tag) {
      case 0 -> CodeOrigin.KERNEL;
      case 1 -> CodeOrigin.NATIVE;
      case 2 -> CodeOrigin.JIT;
      case 3 -> CodeOrigin.INTERPRETER;
      case 4 -> CodeOrigin.INLINED;
      default -> throw unknownTag(entry, tag);
    };
  }

  static UnknownReason reason(int entry, int tag) {
    return switch (tag) {
      case FIRST_UNKNOWN -> UnknownReason.NO_MAPPING;
      case FIRST_UNKNOWN + 1 -> UnknownReason.GENERATED_CODE;
      case FIRST_UNKNOWN + 2 -> UnknownReason.TRUNCATED;
      case FIRST_UNKNOWN + 3 -> UnknownReason.KERNEL_HIDDEN;
      case FIRST_UNKNOWN + 4 -> UnknownReason.NO_UNWIND_RULE;
      case FIRST_UNKNOWN + 5 -> UnknownReason.TABLE_PENDING;
      default -> throw unknownTag(entry, tag);
    };
  }

  private static WireException unknownTag(int entry, int tag) {
    return new WireException(
        "frame %d: tag %d is not known to this version; update the server before its agents"
            .formatted(entry, Integer.toUnsignedLong(tag)));
  }
}
