package dev.kedge.linux;

/**
 * A place in the kernel, free of the random base address of this boot.
 *
 * @param module {@code [kernel]}, or the name of a kernel module such as {@code [ext4]}, or {@code
 *     [bpf]} for compiled BPF programs
 * @param function name of the function
 * @param offset bytes from the start of the kernel's or the module's text; for BPF programs and
 *     trampolines, which lie anywhere, from the start of the function
 * @param functionOffset the same for the first byte of the function
 */
public record KernelSymbol(String module, String function, long offset, long functionOffset) {}
