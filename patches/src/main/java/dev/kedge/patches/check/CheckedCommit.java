package dev.kedge.patches.check;

import dev.kedge.patches.Commit;
import dev.kedge.patches.provenance.Provenance;

/**
 * A commit of the range with what it says of its origin.
 *
 * @param number its number in the index
 * @param commit as git stores it
 * @param provenance what its message says
 */
record CheckedCommit(int number, Commit commit, Provenance provenance) {}
