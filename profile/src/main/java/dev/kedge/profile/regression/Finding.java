package dev.kedge.profile.regression;

import java.util.Optional;

/**
 * A function whose own share of samples rose by more than noise.
 *
 * @param name name of the function
 * @param module file name of its module, empty text for none
 * @param kernel whether it is code of the kernel
 * @param share part of all samples taken in it, 0 to 1
 * @param baseShare the same before
 * @param standardError of the difference of the two, from the scatter over blocks
 * @param z the difference in units that are normally distributed where nothing changed
 * @param verdict what kind of rise it is
 * @param counterpart where the cost came from, of a {@link Verdict#COST_SHIFT}
 */
public record Finding(
    String name,
    String module,
    boolean kernel,
    double share,
    double baseShare,
    double standardError,
    double z,
    Verdict verdict,
    Optional<String> counterpart) {

  /** What kind of rise a finding is. */
  public enum Verdict {
    /** It costs more, to the end of the span. */
    REGRESSION("regression"),
    /** It cost more for a while, and no longer does in the last third of the span. */
    TRANSIENT("transient"),
    /** Another function under the same caller, or called by it, costs as much less. */
    COST_SHIFT("cost-shift");

    private final String wireName;

    Verdict(String wireName) {
      this.wireName = wireName;
    }

    /** The stable name used in the API. */
    public String wireName() {
      return wireName;
    }
  }
}
