package dev.kedge.bandwidth.cgroup;

/** Which of the two interfaces a cgroup hierarchy has. */
public enum CgroupVersion {
  /**
   * {@code cpu.cfs_quota_us} and the like; a child's share of a CPU may not exceed its parent's.
   */
  V1,
  /** {@code cpu.max} and the like; any child is accepted, the smallest limit above it counts. */
  V2
}
