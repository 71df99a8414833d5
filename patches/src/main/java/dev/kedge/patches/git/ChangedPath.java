package dev.kedge.patches.git;

/**
 * A file that a commit touches.
 *
 * @param path its path from the root of the tree; may hold any character, newlines too
 * @param status {@code A} added, {@code M} modified, {@code D} deleted, {@code T} of another type
 */
public record ChangedPath(String path, char status) {}
