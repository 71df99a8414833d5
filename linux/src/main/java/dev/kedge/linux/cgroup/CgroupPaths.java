package dev.kedge.linux.cgroup;

import dev.kedge.linux.SmallFileReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The cgroup a process is in: its path in the hierarchy that has the cpu controller, or in the
 * version 2 hierarchy, or where it is in the root of that, in another. One thread at a time.
 */
public final class CgroupPaths implements AutoCloseable {
  /** Twelve hierarchies with paths of hundreds of letters. */
  private static final int BYTES = 16_384;

  private final SmallFileReader reader = new SmallFileReader(BYTES);
  private final byte[] text = new byte[BYTES];
  private final Path procRoot;
  private final boolean version1;

  /** Looks in the hierarchy the mounts name. */
  public CgroupPaths(Path procRoot, CgroupMounts mounts) {
    this.procRoot = procRoot;
    this.version1 = mounts.cpuIsV1();
  }

  /** The path, {@code /} for the root group; empty when the process is gone. */
  public Optional<String> of(int pid) {
    int length = reader.read(procRoot + "/" + pid + "/cgroup", text);
    return length <= 0
        ? Optional.empty()
        : parse(new String(text, 0, length, StandardCharsets.UTF_8), version1);
  }

  @Override
  public void close() {
    reader.close();
  }

  /**
   * Takes the path from {@code hierarchy:controllers:path} lines (proc_cgroup_show). On hosts that
   * leave every process in the root of the cpu hierarchy the groups are those of another one: then
   * the longest path counts.
   */
  static Optional<String> parse(String text, boolean version1) {
    Optional<String> longest = Optional.empty();
    for (String line : text.split("\n", -1)) {
      int first = line.indexOf(':');
      int second = line.indexOf(':', first + 1);
      if (first < 0 || second < 0) {
        continue;
      }
      String controllers = line.substring(first + 1, second);
      String path = withoutMark(line.substring(second + 1));
      boolean wanted =
          version1
              ? Arrays.asList(controllers.split(",", -1)).contains("cpu")
              : controllers.isEmpty() && line.startsWith("0:");
      if (wanted && !path.equals("/")) {
        return Optional.of(path);
      }
      if (longest.isEmpty() || path.length() > longest.get().length()) {
        longest = Optional.of(path);
      }
    }
    return longest;
  }

  private static String withoutMark(String path) {
    String dead = " (deleted)";
    return path.endsWith(dead) ? path.substring(0, path.length() - dead.length()) : path;
  }
}
