package dev.kedge.report.carrier;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Ways a kernel's lines reach a file or a socket. */
public enum Carrier {
  /** Serial console, {@code dmesg} in any of its time formats, {@code vmcore-dmesg.txt}. */
  CONSOLE,
  /** Records of {@code /dev/kmsg} (Documentation/ABI/testing/dev-kmsg). */
  KMSG,
  /** Packets of extended netconsole (Documentation/networking/netconsole.rst). */
  NETCONSOLE,
  /** Syslog files and streams (RFC 3164, RFC 5424) and {@code journalctl -o short*}. */
  SYSLOG,
  /** {@code journalctl -o export}, binary fields included. */
  JOURNAL_EXPORT,
  /** {@code journalctl -o json}, one object a line. */
  JOURNAL_JSON,
  /** Parts pstore kept of a dying kernel's log ({@code Panic#1 Part3}). */
  PSTORE,
  /** Android's {@code logcat -b kernel}. */
  LOGCAT;

  /** The name users write: {@code journal-export}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The carrier of a label, if there is one. */
  public static Optional<Carrier> of(String label) {
    return Arrays.stream(values()).filter(c -> c.label().equals(label)).findFirst();
  }

  /** All labels, for messages. */
  public static String labels() {
    return Arrays.stream(values()).map(Carrier::label).collect(Collectors.joining(", "));
  }
}
