package dev.kedge.patches.check;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a check looks for; a policy says of each how much it matters. */
public enum Rule {
  /** The commit says where it comes from, in a class and a wording that the policy allows. */
  PROVENANCE("says where it comes from, in an allowed class and form"),
  /** The upstream commit it names is in the repository. */
  UPSTREAM_EXISTS("the upstream commit it names exists"),
  /** That commit is below the upstream revision that was given. */
  UPSTREAM_REACHABLE("the upstream commit is reachable from the upstream tree"),
  /** Both have the same subject, origin words aside. */
  UPSTREAM_SUBJECT("has the subject of its upstream commit"),
  /** Both have the same author. */
  UPSTREAM_AUTHOR("has the author of its upstream commit"),
  /** Upstream did not take it back. */
  UPSTREAM_REVERTED("its upstream commit was not reverted"),
  /** Where it differs from its upstream commit, it says so. */
  VARIANCE("says so where it differs from its upstream commit"),
  /** A commit written downstream has the kernel's style. */
  CHECKPATCH("has the kernel's style, where it was written downstream"),
  /** It is signed off at all, and by who committed it. */
  SIGN_OFF("is signed off"),
  /** Lines that the policy requires. */
  REQUIRED_LINE("has the lines that the policy requires"),
  /** It comes after the commit it fixes. */
  FIX_ORDER("comes after the commit it fixes"),
  /** The commit it fixes is in the branch. */
  FIX_TARGET("what it fixes is in the branch"),
  /** Commits named as its prerequisites are in the branch. */
  PREREQUISITE("its prerequisites are in the branch"),
  /** The same change is not in the branch already. */
  DOUBLE_APPLY("is not in the branch twice"),
  /** Fixes that upstream has for it are in the branch too. */
  MISSING_FIX("comes with the fixes that upstream has for it"),
  /** It adds no binary file. */
  BINARY_FILE("adds no binary file"),
  /** It adds no file above the policy's size. */
  FILE_SIZE("adds no file above the limit"),
  /** The owners of the touched paths approved it. */
  OWNER("the owners of its paths approved it"),
  /** The range is not larger than one can review. */
  RANGE_SIZE("the range is small enough to review"),
  /** Everything above could be looked at. */
  UNCHECKED("everything could be checked");

  private final String meaning;

  Rule(String meaning) {
    this.meaning = meaning;
  }

  /** What holds when it finds nothing. */
  public String meaning() {
    return meaning;
  }

  /** The name in policies, waivers and output: {@code upstream-exists}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The rule of this name. */
  public static Optional<Rule> of(String label) {
    return Arrays.stream(values()).filter(rule -> rule.label().equals(label)).findFirst();
  }
}
