package dev.kedge.report;

/**
 * One record of {@code /dev/kmsg}, its text without prefix (Documentation/ABI/testing/dev-kmsg).
 *
 * @param sequence the kernel's sequence number
 * @param micros time stamp, microseconds since boot
 * @param caller {@code T12} or {@code C0} from {@code caller=}, empty when the kernel does not say
 * @param text the message, one line
 */
public record KmsgLine(long sequence, long micros, String caller, String text) {}
