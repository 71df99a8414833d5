package dev.kedge.linux.cgroup;

import dev.kedge.linux.KernelFile;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/** The threads of a cgroup and of all below it. Thread-safe. */
public final class CgroupMembers {
  /** How many groups are read at most, the first and those below it. */
  static final int MAX_GROUPS = 4_096;

  private final Optional<Path> root;
  private final String threadList;

  /**
   * The threads that were found.
   *
   * @param tids their ids
   * @param left whether there were more groups than are read
   */
  public record Threads(SortedSet<Integer> tids, boolean left) {
    public Threads {
      tids = Collections.unmodifiableSortedSet(new TreeSet<>(tids));
    }
  }

  /** Looks in the hierarchy of the cpu controller. */
  public CgroupMembers(CgroupMounts mounts) {
    root = mounts.cpu();
    threadList = mounts.cpuIsV1() ? Version1Files.THREAD_LIST : Version2Files.THREAD_LIST;
  }

  /**
   * Threads, not processes: those of one process may be in several groups (version 1, and threaded
   * groups of version 2, whose list of processes cannot be read at all).
   *
   * @param path of the group in its hierarchy, with a slash in front
   * @return empty when there is no such group or it cannot be read
   */
  public Optional<Threads> threads(String path) {
    Optional<Path> top =
        root.map(mount -> mount.resolve(path.substring(1)).normalize())
            .filter(group -> group.startsWith(root.get()));
    SortedSet<Integer> tids = new TreeSet<>();
    if (top.isEmpty() || !addThreads(top.get(), tids)) {
      return Optional.empty();
    }
    List<Path> groups = new ArrayList<>(List.of(top.get()));
    boolean left = false;
    for (int i = 0; i < groups.size(); i++) {
      if (i > 0) {
        addThreads(groups.get(i), tids);
      }
      left |= !addBelow(groups.get(i), groups);
    }
    return Optional.of(new Threads(tids, left));
  }

  private boolean addThreads(Path group, SortedSet<Integer> tids) {
    Optional<String> list = KernelFile.text(group.resolve(threadList));
    for (String line : list.orElse("").split("\n", -1)) {
      OptionalLong tid = GroupFiles.number(line);
      // Threads outside of this process's PID namespace are listed as 0.
      if (tid.isPresent() && tid.getAsLong() > 0 && tid.getAsLong() <= Integer.MAX_VALUE) {
        tids.add((int) tid.getAsLong());
      }
    }
    return list.isPresent();
  }

  private static boolean addBelow(Path group, List<Path> groups) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(group)) {
      for (Path entry : entries) {
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          if (groups.size() >= MAX_GROUPS) {
            return false;
          }
          groups.add(entry);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return true; // It is gone, and what was in it with it.
    }
    return true;
  }
}
