package dev.kedge.store.hosts;

import dev.kedge.model.HostId;
import dev.kedge.model.TimeRange;

/**
 * What kernel a host ran during a part of a range.
 *
 * @param host which
 * @param kernel its release; {@code unknown} where no agent told it
 * @param range from the boot to the next one, as far as it is in the range asked for
 */
public record KernelSpan(HostId host, String kernel, TimeRange range) {}
