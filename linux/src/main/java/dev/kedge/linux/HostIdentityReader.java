package dev.kedge.linux;

import dev.kedge.linux.cgroup.CgroupMounts;
import dev.kedge.linux.elf.ElfNotes;
import dev.kedge.linux.proc.HostCounters;
import dev.kedge.linux.proc.MemoryInfo;
import dev.kedge.linux.proc.SystemStat;
import dev.kedge.model.BootId;
import dev.kedge.model.BuildId;
import dev.kedge.model.HostId;
import dev.kedge.model.HostIdentity;
import dev.kedge.model.KernelRelease;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** Reads what this host is and what it booted. Thread-safe. */
public final class HostIdentityReader {
  private static final int NT_GNU_BUILD_ID = 3;
  private static final int MAX_HOST_NAME = 253;

  private final Path procRoot;
  private final Path sysRoot;

  /** Reads below mounts of procfs and sysfs. */
  public HostIdentityReader(Path procRoot, Path sysRoot) {
    this.procRoot = procRoot;
    this.sysRoot = sysRoot;
  }

  /**
   * The host now; its name is the kernel's host name.
   *
   * @throws LinuxException when boot id or release, without which nothing can be told apart, cannot
   *     be read
   */
  public HostIdentity read() {
    return read(hostId(optional("sys/kernel/hostname")));
  }

  /**
   * The host now, under a name given to it.
   *
   * @throws LinuxException when boot id or release cannot be read
   */
  public HostIdentity read(HostId host) {
    HostCounters counters = new HostCounters(procRoot);
    return new HostIdentity(
        host,
        BootId.parse(required("sys/kernel/random/boot_id")),
        new KernelRelease(required("sys/kernel/osrelease")),
        buildId(),
        optional("sys/kernel/version"),
        UnameCall.machine(),
        optional("cmdline"),
        cpuModel(),
        cpus(),
        counters.memory().map(MemoryInfo::total).orElse(0L),
        CgroupMounts.read(procRoot, sysRoot).mode(),
        Instant.ofEpochSecond(counters.stat().map(SystemStat::bootTimeSeconds).orElse(0L)));
  }

  private String required(String file) {
    return KernelFile.text(procRoot.resolve(file))
        .map(String::strip)
        .orElseThrow(() ->
            new LinuxException(
                "cannot read %s: is procfs mounted and visible here?"
                    .formatted(procRoot.resolve(file))));
  }

  private String optional(String file) {
    return KernelFile.text(procRoot.resolve(file)).map(String::strip).orElse("");
  }

  private Optional<BuildId> buildId() {
    return KernelFile.bytes(sysRoot.resolve("kernel/notes"))
        .flatMap(notes -> ElfNotes.find(notes, "GNU", NT_GNU_BUILD_ID))
        .filter(id -> id.length > 0 && id.length <= 64)
        .map(id -> new BuildId(HexFormat.of().formatHex(id)));
  }

  private String cpuModel() {
    return optional("cpuinfo")
        .lines()
        .filter(line -> line.startsWith("model name"))
        .findFirst()
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .orElse("");
  }

  private int cpus() {
    return KernelFile.text(sysRoot.resolve("devices/system/cpu/online"))
        .map(CpuList::parse)
        .map(list -> list.length)
        .orElseGet(() -> Runtime.getRuntime().availableProcessors());
  }

  /** The nearest allowed name: other characters become dashes, a leading one is dropped. */
  static HostId hostId(String name) {
    String allowed = name.replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("^[^A-Za-z0-9]+", "");
    String cut = allowed.substring(0, Math.min(allowed.length(), MAX_HOST_NAME));
    return new HostId(cut.isEmpty() ? "localhost" : cut);
  }
}
