package dev.kedge.bandwidth.host;

/** Which threads of a recording belong to a group, which the recording does not say itself. */
@FunctionalInterface
public interface ThreadFilter {
  /** Every thread. */
  ThreadFilter ALL = (tid, comm) -> true;

  boolean takes(int tid, String comm);
}
