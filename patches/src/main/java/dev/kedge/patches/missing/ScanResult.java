package dev.kedge.patches.missing;

import java.util.List;

/**
 * The answer of a scan, with what it could not decide.
 *
 * @param fixes what the branch lacks, oldest first
 * @param candidates commits that only upstream has
 * @param tagged how many of them carry a Fixes tag
 * @param carried fixes for the branch that it has under another id
 * @param revertedUpstream fixes that upstream took back and did not bring in again
 * @param unresolved Fixes tags whose commit is in neither history
 * @param unchecked what could not be read, in words; an answer with any is not an all-clear
 */
public record ScanResult(
    List<MissingFix> fixes,
    int candidates,
    int tagged,
    int carried,
    int revertedUpstream,
    int unresolved,
    List<String> unchecked) {
  /** Copies the lists. */
  public ScanResult {
    fixes = List.copyOf(fixes);
    unchecked = List.copyOf(unchecked);
  }
}
