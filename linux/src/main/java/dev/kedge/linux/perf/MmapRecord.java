package dev.kedge.linux.perf;

import dev.kedge.model.BuildId;
import java.util.Optional;

/**
 * Executable memory that was mapped ({@code PERF_RECORD_MMAP2}).
 *
 * @param pid process
 * @param tid thread that mapped it
 * @param address first byte
 * @param length bytes
 * @param fileOffset byte in the file at {@code address}
 * @param device device number as {@code major << 20 | minor}, 0 when unknown
 * @param inode inode number, 0 when unknown (the kernel gives it or the build-id, not both)
 * @param buildId when the kernel read it from the file
 * @param path path in the process's mount namespace, {@code //anon} for anonymous memory, {@code
 *     [vdso]} and the like for the kernel's own mappings
 * @param timeNanos when
 */
public record MmapRecord(
    int pid,
    int tid,
    long address,
    long length,
    long fileOffset,
    long device,
    long inode,
    Optional<BuildId> buildId,
    String path,
    long timeNanos) {}
