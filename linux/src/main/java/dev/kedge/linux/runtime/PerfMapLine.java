package dev.kedge.linux.runtime;

import dev.kedge.linux.runtime.RuntimeFunction.Kind;
import java.util.Optional;

/**
 * One line of a map of generated code.
 *
 * @param start first byte of code
 * @param size bytes of code
 * @param name what the runtime calls it
 */
record PerfMapLine(long start, long size, String name) {
  /** What CPython's trampolines are called (Python/perf_trampoline.c). */
  private static final String PYTHON = "py::";

  private static final String MODULE = "[jit]";
  private static final long MAX_ADDRESS = 1L << 56;
  private static final long MAX_SIZE = 1L << 30;

  /** Reads {@code START SIZE name}, up to the end of the line; empty for anything else. */
  static Optional<PerfMapLine> parse(byte[] bytes, int from, int to) {
    int first = endOfHex(bytes, from, to);
    int second = first < to ? endOfHex(bytes, first + 1, to) : to;
    if (first == from || second >= to || second == first + 1) {
      return Optional.empty();
    }
    int end = second + 1;
    while (end < to && bytes[end] != '\n') {
      end++;
    }
    long start = hex(bytes, from, first);
    long size = hex(bytes, first + 1, second);
    String name = PerfMap.text(bytes, second + 1, end).strip();
    boolean sane = start > 0 && start < MAX_ADDRESS && size > 0 && size < MAX_SIZE;
    return sane && !name.isEmpty()
        ? Optional.of(new PerfMapLine(start, size, name))
        : Optional.empty();
  }

  /** Where hexadecimal digits end with a space; {@code from} when they do not. */
  private static int endOfHex(byte[] bytes, int from, int to) {
    int at = from;
    if (at + 2 < to && bytes[at] == '0' && bytes[at + 1] == 'x') {
      at += 2;
    }
    int digits = at;
    while (at < to && at - digits < 16 && Character.digit(bytes[at], 16) >= 0) {
      at++;
    }
    return at < to && at > digits && bytes[at] == ' ' ? at : from;
  }

  private static long hex(byte[] bytes, int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      value = bytes[i] == 'x' ? 0 : value << 4 | Character.digit(bytes[i], 16);
    }
    return value;
  }

  RuntimeFunction function() {
    int colon = name.lastIndexOf(':');
    if (name.startsWith(PYTHON) && colon > PYTHON.length()) {
      return RuntimeFunction.of(
          Kind.INTERPRETED, name.substring(colon + 1), name.substring(PYTHON.length(), colon));
    }
    return RuntimeFunction.of(Kind.COMPILED, MODULE, name);
  }
}
