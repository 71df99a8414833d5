package dev.kedge.linux.proc;

/**
 * What is used of {@code /proc/meminfo} (meminfo_proc_show, fs/proc/meminfo.c), in bytes.
 *
 * @param total usable memory
 * @param free unused memory
 * @param available estimate of what new programs can get without swapping
 * @param anonymous anonymous pages mapped by processes
 * @param file page cache, buffers included, shared memory excluded
 * @param shared shared memory and tmpfs
 * @param pageTables page tables, those of virtual machines included
 * @param slab kernel objects
 * @param kernelStacks stacks of tasks in the kernel
 */
public record MemoryInfo(
    long total,
    long free,
    long available,
    long anonymous,
    long file,
    long shared,
    long pageTables,
    long slab,
    long kernelStacks) {}
