package dev.kedge.bandwidth.scenario;

/** How a lock is taken. */
public enum LockMode {
  /** Together with other readers; what {@code rcu_read_lock} is for {@link LockKind#RCU}. */
  READ,
  /** Alone; the only mode of a mutex. */
  WRITE
}
