package dev.kedge.server.merge;

import java.util.Locale;

/** Where a proposal stands. */
enum ProposalState {
  /** It is in the queue. */
  WAITING,
  /** It is being merged on trial and checked. */
  TESTING,
  /** The branch holds it. */
  MERGED,
  /** It conflicts or a blocking check failed on it alone. */
  SENT_BACK,
  /** Whoever proposed it took it back, or proposed a newer version. */
  WITHDRAWN;

  boolean ended() {
    return this != WAITING && this != TESTING;
  }

  /** The word of the API. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
