package dev.kedge.linux.python;

import java.util.Arrays;
import java.util.Optional;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Chains of functions of one process that were read and believed, by the address and the function
 * of their innermost frame. Frames of a thread lie one behind the other, so where a frame lies
 * depends on the sizes of all its callers: when the process has run on too far to be read, but both
 * are the same again, so were the callers. Where readings of one place differ (callers as large as
 * each other take turns, or what was left of a frame was read below a new caller), the chain is
 * told only as long as nearly all readings agree. Of fixed size; one thread at a time.
 */
final class KnownChains {
  private static final int MAX_CHAINS = 4_096;
  private static final int MAX_CODES = 4_096;

  /** One reading in as many may differ. */
  private static final int AGREEING = 8;

  /** Readings after which older ones count half. */
  private static final int MAX_VOTES = 1 << 10;

  /** A chain and how many readings of its place gave it, or another one. */
  private static final class Known {
    private long[] chain;
    private int same = 1;
    private int other;

    Known(long[] chain) {
      this.chain = chain;
    }

    void read(long[] read, int length) {
      if (Arrays.equals(chain, 0, chain.length, read, 0, length)) {
        same++;
      } else if (++other > same) {
        chain = Arrays.copyOf(read, length);
        int before = same;
        same = other;
        other = before;
      }
      if (same > MAX_VOTES) {
        same /= 2;
        other /= 2;
      }
    }

    boolean certain() {
      return same >= AGREEING * other;
    }
  }

  private final Long2ObjectHashMap<Known> chains = new Long2ObjectHashMap<>();
  private long[] codes = new long[64];
  private long[] ends = new long[64];
  private int count;

  private static long key(long frame, long code) {
    long hash = (frame * 0x9E3779B97F4A7C15L) ^ code;
    return hash * 0xff51afd7ed558ccdL;
  }

  /** Keeps a chain. */
  void keep(long frame, long[] chain, int length, long codeBytes) {
    long key = key(frame, chain[0]);
    Known known = chains.get(key);
    if (known != null) {
      known.read(chain, length);
    } else {
      if (chains.size() >= MAX_CHAINS) {
        chains.clear();
      }
      chains.put(key, new Known(Arrays.copyOf(chain, length)));
    }
    keepCode(chain[0], chain[0] + codeBytes);
  }

  private void keepCode(long code, long end) {
    int at = Arrays.binarySearch(codes, 0, count, code);
    if (at >= 0) {
      ends[at] = end;
      return;
    }
    if (count == MAX_CODES) {
      count = 0;
      at = -1;
    }
    if (count == codes.length) {
      codes = Arrays.copyOf(codes, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
    }
    int place = -at - 1;
    System.arraycopy(codes, place, codes, place + 1, count - place);
    System.arraycopy(ends, place, ends, place + 1, count - place);
    codes[place] = code;
    ends[place] = end;
    count++;
  }

  /** The code object an address lies in; zero when none is known. */
  long codeAt(long address) {
    if (count == 0 || address < codes[0] || address >= ends[count - 1]) {
      return 0;
    }
    int at = Arrays.binarySearch(codes, 0, count, address);
    int before = at >= 0 ? at : -at - 2;
    return before >= 0 && address < ends[before] ? codes[before] : 0;
  }

  /** The chain of a frame, when it was read before and readings agree. */
  Optional<long[]> find(long frame, long code) {
    Known known = chains.get(key(frame, code));
    return known != null && known.certain() ? Optional.of(known.chain) : Optional.empty();
  }
}
