package dev.kedge.patches.provenance;

/**
 * An upstream commit that a message claims to carry.
 *
 * @param form the wording
 * @param hex the id as written, lower case, 7 to 64 digits
 */
public record UpstreamReference(UpstreamForm form, String hex) {}
