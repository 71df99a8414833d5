package dev.kedge.bandwidth.check;

/**
 * A write to a file of a cgroup.
 *
 * @param file path below the mount point, such as {@code /web/cpu.max}
 * @param value what to write
 */
public record FileWrite(String file, String value) {}
