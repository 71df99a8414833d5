package dev.kedge.linux.kmsg;

import java.util.Map;
import java.util.Optional;

/**
 * One record of the kernel's log.
 *
 * @param facility who wrote: 0 the kernel, others user space (syslog numbers)
 * @param level 0 emergency to 7 debug
 * @param sequence number of the record in this boot, without gaps where nothing was lost
 * @param timeMicros microseconds since boot, as shown in brackets by {@code dmesg}
 * @param continuation true for a fragment that goes on with the line before
 * @param caller task or CPU that wrote it ({@code T123}, {@code C4}), on kernels with
 *     CONFIG_PRINTK_CALLER
 * @param text the message, escapes undone; may hold line breaks
 * @param fields the dictionary ({@code SUBSYSTEM}, {@code DEVICE})
 */
public record KmsgRecord(
    int facility,
    int level,
    long sequence,
    long timeMicros,
    boolean continuation,
    Optional<String> caller,
    String text,
    Map<String, String> fields) {
  public KmsgRecord {
    fields = Map.copyOf(fields);
  }

  /** Whether the kernel itself wrote it, and not user space through {@code /dev/kmsg}. */
  public boolean fromKernel() {
    return facility == 0;
  }
}
