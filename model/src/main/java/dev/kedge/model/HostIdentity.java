package dev.kedge.model;

import java.time.Instant;
import java.util.Optional;

/**
 * What a host is and what it booted, as its agent read it.
 *
 * @param host the host's name
 * @param boot this boot
 * @param kernel release of the running kernel
 * @param kernelBuildId from {@code /sys/kernel/notes}, empty when unreadable
 * @param kernelVersion the rest of {@code uname -v} (build number, date, preemption model)
 * @param architecture {@code uname -m}
 * @param commandLine {@code /proc/cmdline}
 * @param cpuModel first {@code model name} of {@code /proc/cpuinfo}, empty text when it has none
 * @param cpus online CPUs
 * @param memoryBytes {@code MemTotal}
 * @param cgroupMode how control groups are mounted
 * @param bootedAt wall-clock time of boot ({@code btime} of {@code /proc/stat})
 */
public record HostIdentity(
    HostId host,
    BootId boot,
    KernelRelease kernel,
    Optional<BuildId> kernelBuildId,
    String kernelVersion,
    String architecture,
    String commandLine,
    String cpuModel,
    int cpus,
    long memoryBytes,
    CgroupMode cgroupMode,
    Instant bootedAt) {}
