/**
 * The only place that touches a running Linux, in pure Java: the C library through FFM, procfs,
 * sysfs and cgroupfs as files.
 *
 * <p>What cannot be seen for lack of permission is told as a {@link dev.kedge.model.Limitation};
 * what fails to be read is counted. This package has the bindings that the others share, the
 * kernel's symbols, the host's identity and the capabilities of this process.
 */
@NullMarked
package dev.kedge.linux;

import org.jspecify.annotations.NullMarked;
