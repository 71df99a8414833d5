package dev.kedge.profile;

/** Where the code of a frame comes from. */
public enum CodeOrigin {
  /** The kernel or one of its modules. */
  KERNEL,
  /** Machine code in an ELF file. */
  NATIVE,
  /** Machine code generated at run time. */
  JIT,
  /** A frame of an interpreted language. */
  INTERPRETER,
  /** A function inlined into the next frame, which is of the same module. */
  INLINED
}
