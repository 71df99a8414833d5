package dev.kedge.patches.provenance;

/** The wording that names an upstream commit. */
public enum UpstreamForm {
  /** {@code commit X upstream.}: the stable tree, ByteDance, OpenAnolis. */
  COMMIT_UPSTREAM,
  /** {@code [ Upstream commit X ]}: the stable tree's automatic backports. */
  BRACKETED,
  /** {@code (cherry picked from commit X)}: {@code git cherry-pick -x}. */
  CHERRY_PICKED,
  /** {@code (backported from commit X)}: Ubuntu, with changes. */
  BACKPORTED,
  /** {@code Git-commit: X}: SUSE. */
  GIT_COMMIT,
  /** A line that holds {@code commit X} alone: Red Hat, openEuler, CIQ. */
  COMMIT_LINE,
  /** A link to a commit on a git server, where the message declares an upstream origin. */
  LINK
}
