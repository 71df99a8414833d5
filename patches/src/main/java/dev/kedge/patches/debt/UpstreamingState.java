package dev.kedge.patches.debt;

import java.util.Locale;

/** How far a downstream patch has come on its way upstream. */
public enum UpstreamingState {
  /** Nothing says that it was ever sent. */
  UNSENT,
  /** Declared as never meant for upstream. */
  NEVER,
  /** Sent to a mailing list. */
  SENT,
  /** In a maintainer's tree, or in upstream under another id: it drops out on a rebase. */
  ACCEPTED,
  /** It was upstream and upstream took it back. */
  DROPPED;

  /** The name in tables and files: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
