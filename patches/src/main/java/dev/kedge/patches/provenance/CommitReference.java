package dev.kedge.patches.provenance;

import java.util.Optional;

/**
 * A commit as another one names it: what it fixes or reverts.
 *
 * @param hex the id as written, lower case, 7 to 64 digits; empty when only the subject is named
 * @param subject the quoted subject, where there is one
 */
public record CommitReference(String hex, Optional<String> subject) {
  /** Says whether it names an id. */
  public boolean hasId() {
    return !hex.isEmpty();
  }
}
