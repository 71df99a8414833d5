package dev.kedge.report.detail;

/** Whose stack a stack of a report is. */
public enum StackRole {
  /** The context that failed, or the task that hangs. */
  FAILED("failed"),
  /** An interrupt that ran on top of the failing context. */
  INTERRUPT("interrupt"),
  /** Who allocated the object. */
  ALLOCATED("allocated"),
  /** Who freed the object. */
  FREED("freed"),
  /** Where an uninitialised value was made. */
  ORIGIN("origin"),
  /** Who allocated the page. */
  PAGE_ALLOCATED("page-allocated"),
  /** Another CPU, shown because this one waits for it. */
  OTHER_CPU("other-cpu"),
  /** The task that holds the lock a hung task waits for. */
  BLOCKER("blocker"),
  /** How an earlier step came about: a lock dependency, who disabled preemption. */
  EARLIER("earlier"),
  /** The panic that followed the report. */
  PANIC("panic");

  private final String label;

  StackRole(String label) {
    this.label = label;
  }

  /** The name used in JSON. */
  public String label() {
    return label;
  }
}
