package dev.kedge.bandwidth.scenario;

/** The kernel's lock types the model knows. */
public enum LockKind {
  /** {@code struct mutex}: one holder, waiters in order with handoff. */
  MUTEX,
  /** {@code struct rw_semaphore}: a waiting writer keeps later readers out. */
  RWSEM,
  /**
   * {@code struct percpu_rw_semaphore}, such as {@code cgroup_threadgroup_rwsem}: readers are free
   * until a writer comes; the writer waits for an RCU grace period and for the readers inside.
   */
  PERCPU_RWSEM,
  /** An RCU read section: never waits, and holds up {@link Step.SynchronizeRcu}. */
  RCU
}
