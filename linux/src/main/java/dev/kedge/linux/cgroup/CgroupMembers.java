package dev.kedge.linux.cgroup;

import dev.kedge.linux.KernelFile;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The processes of a cgroup and of all below it. Thread-safe. */
public final class CgroupMembers {
  private static final int MAX_GROUPS = 4_096;

  private final Optional<Path> root;

  /** Looks in the hierarchy of the cpu controller. */
  public CgroupMembers(CgroupMounts mounts) {
    root = mounts.cpu();
  }

  /**
   * Their ids; none when the group is gone.
   *
   * @param path of the group in its hierarchy, with a slash in front
   */
  public List<Integer> processes(String path) {
    List<Integer> pids = new ArrayList<>();
    if (root.isEmpty()) {
      return pids;
    }
    Path top = root.get().resolve(path.substring(1)).normalize();
    List<Path> groups = new ArrayList<>();
    if (top.startsWith(root.get())) {
      groups.add(top);
    }
    for (int i = 0; i < groups.size(); i++) {
      Path group = groups.get(i);
      for (String line :
          KernelFile.text(group.resolve("cgroup.procs")).orElse("").split("\n", -1)) {
        OptionalLong pid = GroupFiles.number(line);
        if (pid.isPresent()) {
          pids.add((int) pid.getAsLong());
        }
      }
      File[] below = group.toFile().listFiles(File::isDirectory);
      for (int j = 0; below != null && j < below.length && groups.size() < MAX_GROUPS; j++) {
        groups.add(below[j].toPath());
      }
    }
    return pids;
  }
}
