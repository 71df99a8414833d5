/** The kernel's log, record by record, from {@code /dev/kmsg}. */
@NullMarked
package dev.kedge.linux.kmsg;

import org.jspecify.annotations.NullMarked;
