/**
 * What brings a kernel's lines: consoles, dmesg, journald, syslog, {@code /dev/kmsg}, netconsole,
 * pstore, logcat, packed or not. Turns the bytes of any of them, fed in pieces of any size, into
 * records of one form, host by host and in the order the kernel printed them, and counts what is
 * lost.
 */
@NullMarked
package dev.kedge.report.carrier;

import org.jspecify.annotations.NullMarked;
