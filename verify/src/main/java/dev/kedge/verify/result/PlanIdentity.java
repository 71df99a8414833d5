package dev.kedge.verify.result;

/**
 * The plan a verification followed.
 *
 * @param name the plan's name
 * @param sha256 the hash of the plan as it was read, lower-case hexadecimal
 */
public record PlanIdentity(String name, String sha256) {
  /**
   * Checks the hash.
   *
   * @throws IllegalArgumentException when the hash is not 64 lower-case hexadecimal digits
   */
  public PlanIdentity {
    Checked.sha256("plan", sha256);
  }
}
