package dev.kedge.patches.index;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.PatchesException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The shape of the indexed history in memory: ids, parents, times and subject keys by number. About
 * 80 bytes per commit. Commits are numbered parents before children. Safe for many threads that
 * read.
 */
public final class History {
  private final IdTable ids = new IdTable();
  private int[][] parents = new int[1 << 10][];
  private long[] authorTimes = new long[1 << 10];
  private long[] subjectKeys = new long[1 << 10];
  private boolean cut;

  History() {}

  /** Commits in the index. */
  public int size() {
    return ids.size();
  }

  int add(byte[] id, int[] parentNumbers, long authorTime, long subjectKey) {
    int n = ids.add(id);
    if (n == parents.length) {
      parents = Arrays.copyOf(parents, n * 2);
      authorTimes = Arrays.copyOf(authorTimes, n * 2);
      subjectKeys = Arrays.copyOf(subjectKeys, n * 2);
    }
    parents[n] = parentNumbers;
    authorTimes[n] = authorTime;
    subjectKeys[n] = subjectKey;
    for (int parent : parentNumbers) {
      cut |= parent < 0;
    }
    return n;
  }

  /** The number of a commit; empty when it is not indexed. */
  public OptionalInt number(CommitId id) {
    int n = ids.number(id.bytes());
    return n < 0 ? OptionalInt.empty() : OptionalInt.of(n);
  }

  /** The numbers of the commits whose ids begin with these digits, 7 to 64; usually one or none. */
  public int[] matching(String hex) {
    return ids.matching(hex);
  }

  /** The id of a commit. */
  public CommitId id(int n) {
    return ids.id(n);
  }

  /** The numbers of a commit's parents; -1 for one that the clone lacks. */
  public int[] parents(int n) {
    return parents[n].clone();
  }

  /** Unix time of the change. */
  public long authorSeconds(int n) {
    return authorTimes[n];
  }

  /** {@link SubjectKey} of the subject. */
  public long subjectKey(int n) {
    return subjectKeys[n];
  }

  /** Says whether some commit lacks a parent: a shallow clone. */
  public boolean isCut() {
    return cut;
  }

  /**
   * The numbers of these commits and all below them.
   *
   * @throws PatchesException when one is not indexed
   */
  public BitSet reachable(Collection<CommitId> tips) {
    BitSet seen = new BitSet(size());
    int top = -1;
    for (CommitId tip : tips) {
      int n =
          number(tip)
              .orElseThrow(() -> PatchesException.environment("not in the index: commit " + tip));
      seen.set(n);
      top = Math.max(top, n);
    }
    // Children have higher numbers than their parents: one sweep downwards reaches everything.
    for (int n = top; n >= 0; n = n == 0 ? -1 : seen.previousSetBit(n - 1)) {
      for (int parent : parents[n]) {
        if (parent >= 0) {
          seen.set(parent);
        }
      }
    }
    return seen;
  }

  /** The only commit whose id begins so, if there is exactly one. */
  public Optional<CommitId> unique(String hex) {
    int[] found = matching(hex);
    return found.length == 1 ? Optional.of(id(found[0])) : Optional.empty();
  }
}
