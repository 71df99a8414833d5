package dev.kedge.profile;

/**
 * The thread that samples were taken in, with its process and its cgroup.
 *
 * @param pid process (thread group) id in the host's PID namespace; 0 for kernel idle work
 * @param command the process's name (comm of the thread group leader, 15 bytes at most)
 * @param tid thread id in the same namespace; 0 where threads are not told apart
 * @param thread the thread's name, empty where it is not known
 * @param cgroup path of the process's cgroup, {@code /} for the root
 * @param namespaces of the process, as far as they are not the host's
 */
public record SampledTask(
    int pid, String command, int tid, String thread, String cgroup, Namespaces namespaces) {
  /** A thread in the namespaces of the host, or in some that are not known. */
  public SampledTask(int pid, String command, int tid, String thread, String cgroup) {
    this(pid, command, tid, thread, cgroup, Namespaces.HOST);
  }

  /** A process whose threads are not told apart. */
  public static SampledTask process(int pid, String command, String cgroup) {
    return new SampledTask(pid, command, 0, "", cgroup);
  }
}
