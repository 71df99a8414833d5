package dev.kedge.bandwidth.whatif;

import dev.kedge.bandwidth.CpuLimit;
import java.util.OptionalLong;

/**
 * A limit somebody thinks of; what is empty stays as it is.
 *
 * @param quotaUs quota, {@link CpuLimit#UNLIMITED} for none
 * @param periodUs period
 * @param burstUs burst
 */
public record LimitChange(OptionalLong quotaUs, OptionalLong periodUs, OptionalLong burstUs) {
  /** No change at all. */
  public static final LimitChange NONE =
      new LimitChange(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

  public boolean isNone() {
    return equals(NONE);
  }

  /**
   * The limit after the change.
   *
   * @throws dev.kedge.bandwidth.BandwidthException when the kernel would not take it
   */
  public CpuLimit of(CpuLimit limit) {
    return new CpuLimit(
        quotaUs.orElse(limit.quotaUs()),
        periodUs.orElse(limit.periodUs()),
        burstUs.orElse(limit.burstUs()));
  }
}
