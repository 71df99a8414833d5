package dev.kedge.verify.result;

import dev.kedge.model.BuildId;
import dev.kedge.model.KernelRelease;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The kernel under test, as it was found.
 *
 * @param label how the user named it, for example {@code debian:6.12}
 * @param release what {@code uname -r} prints in it
 * @param buildId the kernel's build-id, when the image or its debug file tells it
 * @param architecture as {@code uname -m} names it, for example {@code x86_64}
 * @param packageVersion the version of the package it came in; empty for a folder
 * @param imageSha256 the hash of the kernel image, lower-case hexadecimal
 * @param imageBytes the size of the kernel image
 * @param config the options of its configuration: {@code CONFIG_CFS_BANDWIDTH -> y}; empty when the
 *     package carries none
 */
public record KernelIdentity(
    String label,
    KernelRelease release,
    Optional<BuildId> buildId,
    String architecture,
    String packageVersion,
    String imageSha256,
    long imageBytes,
    SortedMap<String, String> config) {
  /** Copies the configuration. */
  public KernelIdentity {
    config = Collections.unmodifiableSortedMap(new TreeMap<>(config));
  }
}
