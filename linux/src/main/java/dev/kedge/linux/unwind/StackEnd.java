package dev.kedge.linux.unwind;

/** Why a user stack has no further frame. */
public enum StackEnd {
  /** Its outermost frame has no caller, by the rules of its file. */
  COMPLETE,
  /** The chain of frame pointers ended; the names of its frames tell whether it is complete. */
  FRAME_POINTERS,
  /** The copy of the stack, or the kernel's limit of frames, was too short. */
  TRUNCATED,
  /** The next address lies in no mapping. */
  NO_MAPPING,
  /** The file has no rule for the place, and frame pointers led nowhere. */
  NO_RULE,
  /** Code generated at run time, through which frame pointers led nowhere. */
  GENERATED_CODE,
  /** The table of the file is not made yet, and frame pointers led nowhere. */
  TABLE_PENDING
}
