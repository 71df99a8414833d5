package dev.kedge.patches.missing;

/** How a fix was found to concern the branch. */
public enum Via {
  /** A Fixes tag names, by id, a commit that the branch carries. */
  FIXES("fixes"),
  /** The tag's commit is carried under another id: both make the same change. */
  PATCH_ID("patch-id"),
  /** The tag's commit is carried under another id, or none: both have the same subject. */
  SUBJECT("subject"),
  /** The tag names another missing fix. */
  TRANSITIVE("transitive"),
  /** Upstream took back a commit that the branch carries. */
  REVERT("revert");

  private final String label;

  Via(String label) {
    this.label = label;
  }

  /** The name in output. */
  public String label() {
    return label;
  }
}
