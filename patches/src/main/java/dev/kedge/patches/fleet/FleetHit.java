package dev.kedge.patches.fleet;

import java.util.Comparator;

/**
 * An issue of the fleet that a commit may have to do with.
 *
 * @param issue the issue
 * @param how what joins the two; an earlier one says more
 * @param name the function or file they have in common
 */
public record FleetHit(FleetIssue issue, How how, String name) {
  /** Orders what says most and spreads widest first. */
  public static final Comparator<FleetHit> MOST_FIRST =
      Comparator.comparing(FleetHit::how)
          .thenComparing(hit -> hit.issue().hosts(), Comparator.reverseOrder())
          .thenComparing(hit -> hit.issue().occurrences(), Comparator.reverseOrder());

  /** What joins a commit and an issue. */
  public enum How {
    /** The commit changes or names the function that the issue blames. */
    BLAMED("blamed function"),
    /** It changes the file that the issue's reports name as the place. */
    FILE("guilty file"),
    /** It changes a function that lies on the issue's stack, and on few other ones. */
    STACK("stack function");

    private final String label;

    How(String label) {
      this.label = label;
    }

    /** In words. */
    public String label() {
      return label;
    }
  }
}
