package dev.kedge.patches.check;

import dev.kedge.patches.provenance.ProvenanceClass;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A line that commits must have.
 *
 * @param classes the classes it is required of
 * @param description how to say it to the author
 * @param where what is searched
 * @param pattern must be found there
 */
public record Requirement(
    Set<ProvenanceClass> classes, String description, Where where, Pattern pattern) {
  /** Copies the set. */
  public Requirement {
    classes = Set.copyOf(classes);
  }

  /** Part of a message. */
  public enum Where {
    /** The first line. */
    SUBJECT,
    /** Everything below it. */
    BODY
  }

  boolean metBy(String subject, String body) {
    return pattern.matcher(where == Where.SUBJECT ? subject : body).find();
  }
}
