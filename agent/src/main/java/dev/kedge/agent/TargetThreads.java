package dev.kedge.agent;

import dev.kedge.linux.cgroup.CgroupMembers;
import dev.kedge.linux.proc.ProcessFiles;
import dev.kedge.model.Limitation;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Finds the threads whose waits are recorded. One thread at a time, but for {@link #limitation}.
 */
final class TargetThreads {
  private final ProcessFiles files;
  private final CgroupMembers groups;
  private boolean seen;
  private volatile Optional<Limitation> limitation = Optional.empty();

  TargetThreads(ProcessFiles files, CgroupMembers groups) {
    this.files = files;
    this.groups = groups;
  }

  /** Those it has now; none when it is gone. */
  SortedSet<Integer> find(WaitTarget target) {
    return switch (target) {
      case WaitTarget.OneProcess(int pid) -> ofProcess(pid);
      case WaitTarget.Group(String path) -> ofGroup(path);
    };
  }

  private SortedSet<Integer> ofProcess(int pid) {
    SortedSet<Integer> tids = new TreeSet<>(files.threads(pid));
    if (tids.isEmpty()) {
      absent("process " + pid, "a process id as ps shows it");
    } else {
      found(Optional.empty());
    }
    return tids;
  }

  private SortedSet<Integer> ofGroup(String path) {
    Optional<CgroupMembers.Threads> threads = groups.threads(path);
    if (threads.isEmpty()) {
      absent(
          "cgroup " + path,
          "a path as /proc/PID/cgroup has it for the cpu controller, and the right to read it");
      return new TreeSet<>();
    }
    found(
        threads.get().left()
            ? Optional.of(
                new Limitation(
                    "waits of some groups below " + path,
                    "they are too many to look into",
                    "a smaller cgroup"))
            : Optional.empty());
    return threads.get().tids();
  }

  private void found(Optional<Limitation> missing) {
    seen = true;
    limitation = missing;
  }

  private void absent(String target, String remedy) {
    if (seen) {
      tell(
          "waits of %s to the end".formatted(target),
          "it ended meanwhile",
          "a target that lives on");
    } else {
      tell("waits of " + target, "it does not exist or cannot be read", remedy);
    }
  }

  private void tell(String what, String cause, String remedy) {
    limitation = Optional.of(new Limitation(what, cause, remedy));
  }

  /** Whether it was ever there. */
  boolean isSeen() {
    return seen;
  }

  /** What of the target could not be found when it was last missed. */
  Optional<Limitation> limitation() {
    return limitation;
  }
}
