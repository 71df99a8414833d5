package dev.kedge.agent;

import dev.kedge.linux.cgroup.CgroupMembers;
import dev.kedge.linux.cgroup.CgroupMounts;
import dev.kedge.linux.proc.ProcessFiles;
import java.nio.file.Path;

/** Whose waits are all recorded. */
public sealed interface WaitTarget {
  /** The threads of one process. */
  record OneProcess(int pid) implements WaitTarget {}

  /** The threads of a cgroup and of all below it. */
  record Group(String path) implements WaitTarget {}

  /**
   * Reads what a user wants: a process id, or the path of a cgroup, which begins with a slash.
   *
   * @throws AgentException when it is neither
   */
  static WaitTarget parse(String text) {
    if (text.matches("[1-9][0-9]{0,6}")) {
      return new OneProcess(Integer.parseInt(text));
    }
    if (!text.startsWith("/") || text.indexOf('\0') >= 0 || !isNormal(Path.of(text))) {
      throw new AgentException(
          "\"%s\": expected a process id or the path of a cgroup, as /system.slice/db.service"
              .formatted(text));
    }
    return new Group(text);
  }

  /** Whether this host has it now and lets it be read. */
  default boolean isThere() {
    Path proc = Path.of("/proc");
    CgroupMounts mounts = CgroupMounts.read(proc, Path.of("/sys"));
    TargetThreads threads = new TargetThreads(new ProcessFiles(proc), new CgroupMembers(mounts));
    threads.find(this);
    return threads.isSeen();
  }

  private static boolean isNormal(Path path) {
    return path.normalize().equals(path);
  }
}
