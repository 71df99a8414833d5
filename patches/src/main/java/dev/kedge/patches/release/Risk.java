package dev.kedge.patches.release;

import java.util.Locale;

/** Why a commit deserves a second look before a release goes out. */
public enum Risk {
  /** It adds and removes many lines. */
  LARGE,
  /** It touches code that every workload runs through. */
  CORE,
  /** It was upstream for a short time before it was taken. */
  NO_SOAK,
  /** It has no upstream, so nobody else has run it. */
  NO_UPSTREAM,
  /** Upstream took back what it carries. */
  TAKEN_BACK_UPSTREAM;

  /** The name in notes and files: lower case with dashes. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
