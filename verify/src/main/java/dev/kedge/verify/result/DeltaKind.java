package dev.kedge.verify.result;

/** What of two kernels is laid side by side. */
public enum DeltaKind {
  /** Configuration options with their values. */
  CONFIG,
  /** Exported symbols with their CRC (Module.symvers), or symbols alone (System.map). */
  SYMBOLS,
  /** Loadable modules with their sizes. */
  MODULES,
  /** Names below {@code /proc/sys} in the running guest. */
  SYSCTLS,
  /** Interface files of a cgroup in the running guest. */
  CGROUP_FILES,
  /** Titles of kernel reports on the console. */
  REPORT_TITLES,
  /** Templates of console messages: the text without its numbers and addresses. */
  CONSOLE_MESSAGES
}
