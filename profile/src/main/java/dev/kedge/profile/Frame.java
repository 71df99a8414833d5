package dev.kedge.profile;

/**
 * One frame of a call stack, without its name: the same on every host that runs the same binary.
 */
public sealed interface Frame {

  /**
   * A known place in code.
   *
   * @param origin what kind of code it is
   * @param module the file or kernel it lies in
   * @param offset native code: byte offset in the file; kernel and kernel modules: offset from the
   *     start of the kernel's or the module's text, so that KASLR does not show; generated,
   *     interpreted and inlined code: {@link StackIds#function} of its name
   */
  record Code(CodeOrigin origin, CodeModule module, long offset) implements Frame {}

  /**
   * A frame that is there but could not be placed. Never dropped, so that profiles stay honest.
   *
   * @param reason why not
   */
  record Unknown(UnknownReason reason) implements Frame {}
}
