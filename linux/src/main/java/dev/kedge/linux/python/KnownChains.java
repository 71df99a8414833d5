package dev.kedge.linux.python;

import java.util.Arrays;
import java.util.Optional;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Chains of functions of one process that were read and believed, by the address and the function
 * of their innermost frame. Frames of a thread lie one behind the other, so where a frame lies
 * depends on all its callers: when the process has run on too far to be read, but both are the same
 * again, so were the callers. Of fixed size; one thread at a time.
 */
final class KnownChains {
  private static final int MAX_CHAINS = 4_096;
  private static final int MAX_CODES = 4_096;

  private final Long2ObjectHashMap<long[]> chains = new Long2ObjectHashMap<>();
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
    long[] known = chains.get(key);
    if (known == null || !Arrays.equals(known, 0, known.length, chain, 0, length)) {
      if (chains.size() >= MAX_CHAINS) {
        chains.clear();
      }
      chains.put(key, Arrays.copyOf(chain, length));
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

  /** The chain of a frame, when it was read before. */
  Optional<long[]> find(long frame, long code) {
    return Optional.ofNullable(chains.get(key(frame, code)));
  }
}
