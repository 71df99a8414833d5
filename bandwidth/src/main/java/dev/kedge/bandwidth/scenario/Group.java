package dev.kedge.bandwidth.scenario;

import dev.kedge.bandwidth.CpuLimit;
import java.util.OptionalLong;

/**
 * A task group below the root group.
 *
 * @param path from the root, such as {@code /pods/web}; its parent stands before it in the scenario
 * @param limit its bandwidth limit
 * @param shares its weight in the scale of {@code cpu.shares}: 1024 is {@code cpu.weight} 100
 * @param idle {@code cpu.idle}: only runs when nothing else does
 * @param timerOffsetNs phase of the period timer since the start; drawn from the seed when empty
 */
public record Group(
    String path, CpuLimit limit, int shares, boolean idle, OptionalLong timerOffsetNs) {
  public static final int DEFAULT_SHARES = 1024;

  /** What a group with {@code cpu.idle} counts for ({@code WEIGHT_IDLEPRIO}). */
  public static final int IDLE_SHARES = 3;

  public static Group of(String path, CpuLimit limit) {
    return new Group(path, limit, DEFAULT_SHARES, false, OptionalLong.empty());
  }

  public Group withTimerOffset(long ns) {
    return new Group(path, limit, shares, idle, OptionalLong.of(ns));
  }

  public Group withLimit(CpuLimit other) {
    return new Group(path, other, shares, idle, timerOffsetNs);
  }

  public Group withShares(int other) {
    return new Group(path, limit, other, idle, timerOffsetNs);
  }
}
