package dev.kedge.verify.kernel;

import dev.kedge.verify.result.KernelIdentity;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A kernel that can be booted, with its files on this host's disk.
 *
 * @param identity what it is
 * @param image the bootable image
 * @param modules its modules; none when only the image was given
 * @param systemMap its symbol table, when one that has symbols was given
 */
public record Kernel(
    KernelIdentity identity, Path image, ModuleFiles modules, Optional<Path> systemMap) {}
