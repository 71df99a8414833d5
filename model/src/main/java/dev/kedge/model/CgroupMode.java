package dev.kedge.model;

/** How control groups are mounted on a host. */
public enum CgroupMode {
  /** Version 1 hierarchies only. */
  V1,
  /**
   * Version 1 hierarchies carry the cpu controller, a version 2 hierarchy is mounted beside them.
   */
  HYBRID,
  /** One version 2 hierarchy. */
  V2,
  /** No cgroup file system is mounted, or none is visible from where the agent runs. */
  NONE
}
