package dev.kedge.linux;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The effective capabilities of this process, from {@code CapEff} of {@code /proc/self/status}.
 *
 * @param names such as {@code CAP_PERFMON}, in the kernel's order; unknown ones as {@code CAP_41}
 */
public record Capabilities(Set<String> names) {
  /** include/uapi/linux/capability.h, by number. */
  private static final List<String> KNOWN =
      List.of(
          "CHOWN",
          "DAC_OVERRIDE",
          "DAC_READ_SEARCH",
          "FOWNER",
          "FSETID",
          "KILL",
          "SETGID",
          "SETUID",
          "SETPCAP",
          "LINUX_IMMUTABLE",
          "NET_BIND_SERVICE",
          "NET_BROADCAST",
          "NET_ADMIN",
          "NET_RAW",
          "IPC_LOCK",
          "IPC_OWNER",
          "SYS_MODULE",
          "SYS_RAWIO",
          "SYS_CHROOT",
          "SYS_PTRACE",
          "SYS_PACCT",
          "SYS_ADMIN",
          "SYS_BOOT",
          "SYS_NICE",
          "SYS_RESOURCE",
          "SYS_TIME",
          "SYS_TTY_CONFIG",
          "MKNOD",
          "LEASE",
          "AUDIT_WRITE",
          "AUDIT_CONTROL",
          "SETFCAP",
          "MAC_OVERRIDE",
          "MAC_ADMIN",
          "SYSLOG",
          "WAKE_ALARM",
          "BLOCK_SUSPEND",
          "AUDIT_READ",
          "PERFMON",
          "BPF",
          "CHECKPOINT_RESTORE");

  public Capabilities {
    names = Set.copyOf(names);
  }

  /** Reads those of this process; none when they cannot be read. */
  public static Capabilities read(Path procRoot) {
    return parse(KernelFile.text(procRoot.resolve("self/status")).orElse(""));
  }

  /** Takes them from the text of a status file. */
  static Capabilities parse(String status) {
    Set<String> names = new LinkedHashSet<>();
    long bits =
        status
            .lines()
            .filter(line -> line.startsWith("CapEff:"))
            .findFirst()
            .map(line -> line.substring("CapEff:".length()).strip())
            .filter(hex -> hex.matches("[0-9a-fA-F]{1,16}"))
            .map(hex -> Long.parseUnsignedLong(hex, 16))
            .orElse(0L);
    for (int bit = 0; bit < Long.SIZE; bit++) {
      if ((bits >>> bit & 1) != 0) {
        names.add("CAP_" + (bit < KNOWN.size() ? KNOWN.get(bit) : Integer.toString(bit)));
      }
    }
    return new Capabilities(names);
  }

  /** Whether a capability such as {@code CAP_SYSLOG} is effective. */
  public boolean has(String name) {
    return names.contains(name);
  }
}
