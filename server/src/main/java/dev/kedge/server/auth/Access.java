package dev.kedge.server.auth;

/** What a route demands of who asks. */
public enum Access {
  /** Nothing: health, and the pages, which hold no data. */
  OPEN,
  /** Reading what the fleet sent. */
  READ,
  /** Sending data in. */
  INTAKE,
  /** Proposing commits to the merge queue, and taking them back. */
  MERGE
}
