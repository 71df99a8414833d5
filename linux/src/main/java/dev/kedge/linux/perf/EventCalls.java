package dev.kedge.linux.perf;

/**
 * The system calls of perf events, as an interface so that refusals can be played in tests. Results
 * are those of the kernel: a value, or minus the errno.
 */
interface EventCalls {
  /** Opens an event of a task (or of all, minus one) on a CPU; the descriptor. */
  int open(EventAttributes attributes, int tid, int cpu);

  /** Sends the records of one event into the ring of another on the same CPU. */
  int setOutput(int fd, int ringFd);

  /** The number samples of an event carry where they carry one; 0 when the kernel tells none. */
  long id(int fd);

  /** Lets only those events of a tracepoint count that its kernel filter is true for. */
  int setFilter(int fd, String filter);

  /** Lets an event count, and give so many samples more before it ends itself. */
  int refresh(int fd, int samples);

  /** Lets an event count. */
  int enable(int fd);

  /** Maps the ring of an event: one control page and {@code ringBytes} of data; the address. */
  long map(int fd, int ringBytes);

  /** Closes an event. */
  int close(int fd);
}
