package dev.kedge.report.hang;

import java.util.Set;

/**
 * What a stack tells about the wait it was taken in.
 *
 * @param kind class of what is waited for
 * @param what what people call it
 * @param site the function that waits: the first outside the code of the wait; empty when unknown
 * @param lockName name of the lock that function takes, empty when unknown
 * @param through the functions of the wait itself, and the site
 * @param served functions of tasks that do what is waited for, or hold the lock while inside
 */
record WaitSite(
    WaitClass kind,
    String what,
    String site,
    String lockName,
    Set<String> through,
    Set<String> served) {
  static final WaitSite UNKNOWN =
      new WaitSite(WaitClass.UNKNOWN, "something unknown", "", "", Set.of(), Set.of());
}
