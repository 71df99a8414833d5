package dev.kedge.report.trace;

/**
 * One function named by a stack trace or by a saved instruction pointer.
 *
 * @param line index into the report's evidence
 * @param name the function as a programmer wrote it: compiler suffixes ({@code .isra.0}, {@code
 *     .cold}) cut, Rust and C++ names demangled
 * @param reliable false for entries the kernel marks with {@code ?} or {@code (unreliable)}: words
 *     found on the stack that need not be callers
 * @param pointer true when it is an instruction pointer ({@code RIP:}, {@code pc :}), not a return
 *     address
 */
public record StackFrame(int line, String name, boolean reliable, boolean pointer) {}
