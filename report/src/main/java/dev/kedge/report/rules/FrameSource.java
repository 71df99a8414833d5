package dev.kedge.report.rules;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where in a report the frame to blame is looked for. */
public enum FrameSource {
  /** The function the header itself names. */
  HEADER,
  /** The saved instruction pointer of the fault. */
  POINTER,
  /** Call traces of the context that failed, in order. */
  TRACE,
  /** As TRACE, but not those of the panic that followed. */
  OWN_TRACE,
  /** A lockdep lock line: {@code (lock){+.+.}, at: func}. */
  AT,
  /** The stack after "which became ... at:". */
  USAGE,
  /** The part of a trace below the timer interrupt, down to a dispatcher. */
  STALL,
  /** As STALL, from the top of the stack. */
  LOCKUP,
  /** As LOCKUP, in the stacks CPUs printed when another asked them by an NMI. */
  NMI_LOCKUP,
  /** As LOCKUP, in the stack the panic printed, where nothing printed one before. */
  PANIC_LOCKUP,
  /** The stack a hung task sleeps in. */
  HANG,
  /** Where the page was allocated last. */
  ALLOCATION,
  /** The stack kmemleak recorded. */
  BACKTRACE;

  /** The name rules files use. */
  private String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<FrameSource> of(String word) {
    return Arrays.stream(values()).filter(source -> source.word().equals(word)).findFirst();
  }

  /** All names, for messages. */
  static String names() {
    return Arrays.stream(values()).map(FrameSource::word).collect(Collectors.joining(", "));
  }
}
