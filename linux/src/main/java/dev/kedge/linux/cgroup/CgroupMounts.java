package dev.kedge.linux.cgroup;

import dev.kedge.linux.KernelFile;
import dev.kedge.model.CgroupMode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where the cgroup file systems are mounted, from {@code /proc/self/mounts} (format of fstab(5),
 * blanks escaped as octal numbers).
 *
 * @param mode how control groups are mounted
 * @param cpu root of the hierarchy with the cpu controller, or the version 2 hierarchy
 * @param cpuIsV1 whether that hierarchy is of version 1
 */
public record CgroupMounts(CgroupMode mode, Optional<Path> cpu, boolean cpuIsV1) {

  /**
   * Reads the mounts as this process sees them.
   *
   * @param procRoot where procfs is
   * @param sysRoot what stands for {@code /sys} in mount points
   */
  public static CgroupMounts read(Path procRoot, Path sysRoot) {
    return parse(KernelFile.text(procRoot.resolve("self/mounts")).orElse(""), sysRoot);
  }

  /** Where a version 1 hierarchy with the controller is mounted. */
  static Optional<Path> controller(Path procRoot, Path sysRoot, String controller) {
    return KernelFile.text(procRoot.resolve("self/mounts"))
        .orElse("")
        .lines()
        .map(line -> line.split(" ", -1))
        .filter(fields -> fields.length >= 4 && fields[2].equals("cgroup"))
        .filter(fields -> Arrays.asList(fields[3].split(",", -1)).contains(controller))
        .map(fields -> mountPoint(fields[1], sysRoot))
        .findFirst();
  }

  /** Takes the mounts from their text; lines of another form are passed over. */
  static CgroupMounts parse(String mounts, Path sysRoot) {
    Optional<Path> v2 = Optional.empty();
    Optional<Path> v1Cpu = Optional.empty();
    boolean v1 = false;
    for (String line : mounts.split("\n", -1)) {
      String[] fields = line.split(" ", -1);
      if (fields.length < 4) {
        continue;
      }
      Path mountPoint = mountPoint(fields[1], sysRoot);
      if (fields[2].equals("cgroup2")) {
        v2 = v2.or(() -> Optional.of(mountPoint));
      } else if (fields[2].equals("cgroup")) {
        v1 = true;
        if (Arrays.asList(fields[3].split(",", -1)).contains("cpu")) {
          v1Cpu = v1Cpu.or(() -> Optional.of(mountPoint));
        }
      }
    }
    if (v2.isPresent() && v1Cpu.isEmpty()) {
      return new CgroupMounts(CgroupMode.V2, v2, false);
    }
    if (v1) {
      return new CgroupMounts(v2.isPresent() ? CgroupMode.HYBRID : CgroupMode.V1, v1Cpu, true);
    }
    return new CgroupMounts(CgroupMode.NONE, Optional.empty(), false);
  }

  private static Path mountPoint(String escaped, Path sysRoot) {
    String text =
        escaped
            .replace("\\040", " ")
            .replace("\\011", "\t")
            .replace("\\012", "\n")
            .replace("\\134", "\\")
            .replace("\0", "");
    return text.startsWith("/sys/") ? sysRoot.resolve(text.substring(5)) : Path.of(text);
  }
}
