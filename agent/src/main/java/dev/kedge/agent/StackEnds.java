package dev.kedge.agent;

import java.util.Set;

/**
 * Tells a complete user stack from one that broke off: its outermost frame is where programs and
 * threads begin. With frame pointers alone a stack breaks off wherever a function was compiled
 * without them, and the share of complete stacks is the honest figure for that.
 *
 * <p>The names are the entry points of the C runtimes (glibc: {@code _start} of crt1.o and ld.so,
 * {@code clone}; musl: {@code _start_c}, {@code __clone}) and of Go ({@code runtime.goexit}, {@code
 * runtime.rt0_go}).
 */
final class StackEnds {
  private static final Set<String> ENTRY_POINTS =
      Set.of(
          "_start",
          "_start_c",
          "__start",
          "_dl_start_user",
          "clone",
          "clone3",
          "__clone",
          "__clone2",
          "__clone3",
          "__GI___clone",
          "__clone_internal",
          "thread_start",
          "__libc_start_main",
          "__libc_start_call_main",
          "__libc_start_main_impl",
          "start_thread",
          "runtime.goexit",
          "runtime.goexit.abi0",
          "runtime.rt0_go",
          "runtime.rt0_go.abi0",
          "runtime.mstart",
          "runtime.mstart.abi0");

  private StackEnds() {}

  /** Whether the outermost function of a stack is where a program or thread begins. */
  static boolean isEntryPoint(String function) {
    int version = function.indexOf('@');
    return ENTRY_POINTS.contains(version < 0 ? function : function.substring(0, version));
  }
}
