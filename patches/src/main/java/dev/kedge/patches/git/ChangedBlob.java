package dev.kedge.patches.git;

/**
 * A file as a commit leaves it.
 *
 * @param path its path
 * @param bytes its size; -1 when the object is missing
 * @param binary whether git shows no text difference for it
 */
public record ChangedBlob(String path, long bytes, boolean binary) {}
