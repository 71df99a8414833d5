package dev.kedge.patches.index;

import dev.kedge.patches.CommitId;
import dev.kedge.patches.PatchesException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The shape of the indexed history in memory: ids, parents, times and subject keys by number. About
 * 100 bytes per commit. Safe for many threads that read.
 */
public final class History {
  private static final int[] ROOT = new int[0];

  private final IdTable ids = new IdTable();
  private final List<byte[]> unlinked = new ArrayList<>();
  private int[][] parents = new int[1 << 10][];
  private long[] authorTimes = new long[1 << 10];
  private long[] subjectKeys = new long[1 << 10];
  private boolean cut;

  History() {}

  /** Commits in the index. */
  public int size() {
    return ids.size();
  }

  /** Adds a commit; its parents are resolved by {@link #link} once they had their turn. */
  int add(byte[] id, byte[] parentIds, long authorTime, long subjectKey) {
    int n = ids.add(id);
    if (n == parents.length) {
      parents = Arrays.copyOf(parents, n * 2);
      authorTimes = Arrays.copyOf(authorTimes, n * 2);
      subjectKeys = Arrays.copyOf(subjectKeys, n * 2);
    }
    authorTimes[n] = authorTime;
    subjectKeys[n] = subjectKey;
    unlinked.add(parentIds);
    return n;
  }

  /** Resolves the parents of what was added since the last call. */
  void link() {
    int first = ids.size() - unlinked.size();
    for (int i = 0; i < unlinked.size(); i++) {
      byte[] packed = unlinked.get(i);
      int idBytes = ids.idBytes();
      int[] numbers = packed.length == 0 ? ROOT : new int[packed.length / idBytes];
      for (int p = 0; p < numbers.length; p++) {
        numbers[p] = ids.number(Arrays.copyOfRange(packed, p * idBytes, (p + 1) * idBytes));
        cut |= numbers[p] < 0;
      }
      parents[first + i] = numbers;
    }
    unlinked.clear();
  }

  /** Says whether a commit is indexed; the bytes are those of its whole id. */
  boolean contains(byte[] id) {
    return ids.number(id) >= 0;
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
    int[] stack = new int[64];
    int depth = 0;
    for (CommitId tip : tips) {
      int n =
          number(tip)
              .orElseThrow(() -> PatchesException.environment("not in the index: commit " + tip));
      if (!seen.get(n)) {
        seen.set(n);
        stack[depth++] = n;
      }
      while (depth > 0) {
        for (int parent : parents[stack[--depth]]) {
          if (parent >= 0 && !seen.get(parent)) {
            seen.set(parent);
            if (depth == stack.length) {
              stack = Arrays.copyOf(stack, depth * 2);
            }
            stack[depth++] = parent;
          }
        }
      }
    }
    return seen;
  }

  /**
   * Length of the longest way from a root to each commit: a commit's is greater than that of all
   * below it.
   */
  public int[] generations() {
    int[] generation = new int[size()];
    int[] stack = new int[64];
    for (int start = 0; start < size(); start++) {
      int depth = 0;
      stack[depth++] = start;
      while (depth > 0) {
        int n = stack[depth - 1];
        int highest = 0;
        int open = depth;
        for (int parent : generation[n] == 0 ? parents[n] : ROOT) {
          if (parent >= 0 && generation[parent] == 0) {
            if (depth == stack.length) {
              stack = Arrays.copyOf(stack, depth * 2);
            }
            stack[depth++] = parent;
          } else if (parent >= 0) {
            highest = Math.max(highest, generation[parent]);
          }
        }
        if (depth == open) {
          generation[n] = Math.max(generation[n], highest + 1);
          depth--;
        }
      }
    }
    return generation;
  }

  /** The only commit whose id begins so, if there is exactly one. */
  public Optional<CommitId> unique(String hex) {
    int[] found = matching(hex);
    return found.length == 1 ? Optional.of(id(found[0])) : Optional.empty();
  }
}
