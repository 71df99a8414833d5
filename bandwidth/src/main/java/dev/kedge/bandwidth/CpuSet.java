package dev.kedge.bandwidth;

import java.util.BitSet;

/**
 * A set of CPUs, written the kernel's way: {@code 0-3,8}.
 *
 * <p>Immutable; the empty set stands for "every CPU" where a workload names none.
 */
public final class CpuSet {
  /** Every CPU of whatever machine it is used on. */
  public static final CpuSet ALL = new CpuSet(new BitSet());

  private final BitSet cpus;

  private CpuSet(BitSet cpus) {
    this.cpus = cpus;
  }

  public static CpuSet of(int... cpus) {
    BitSet bits = new BitSet();
    for (int cpu : cpus) {
      bits.set(check(cpu, Integer.toString(cpu)));
    }
    return new CpuSet(bits);
  }

  /**
   * Reads the kernel's list form.
   *
   * @throws BandwidthException when it is not one, or names a CPU above 1023
   */
  public static CpuSet parse(String list) {
    BitSet bits = new BitSet();
    for (String part : list.strip().split(",", Machine.MAX_CPUS + 1)) {
      String[] ends = part.strip().split("-", 2);
      try {
        int first = check(Integer.parseInt(ends[0].strip()), list);
        int last = ends.length == 1 ? first : check(Integer.parseInt(ends[1].strip()), list);
        if (last < first) {
          throw new BandwidthException("CPU list '%s' runs backwards".formatted(list));
        }
        bits.set(first, last + 1);
      } catch (NumberFormatException e) {
        throw new BandwidthException(
            "'%s' is not a list of CPUs: expected a form such as 0-3,8".formatted(list), e);
      }
    }
    return new CpuSet(bits);
  }

  public boolean isAll() {
    return cpus.isEmpty();
  }

  public boolean contains(int cpu) {
    return cpus.isEmpty() || cpus.get(cpu);
  }

  /** The highest CPU named; -1 for {@link #ALL}. */
  public int highest() {
    return cpus.length() - 1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CpuSet set && set.cpus.equals(cpus);
  }

  @Override
  public int hashCode() {
    return cpus.hashCode();
  }

  /** The list form; empty for {@link #ALL}. */
  @Override
  public String toString() {
    StringBuilder list = new StringBuilder();
    for (int first = cpus.nextSetBit(0); first >= 0; ) {
      int end = cpus.nextClearBit(first);
      list.append(list.isEmpty() ? "" : ",").append(first);
      if (end - first > 1) {
        list.append('-').append(end - 1);
      }
      first = cpus.nextSetBit(end);
    }
    return list.toString();
  }

  private static int check(int cpu, String list) {
    if (cpu < 0 || cpu >= Machine.MAX_CPUS) {
      throw new BandwidthException(
          "CPU list '%s': CPUs are 0 to %d".formatted(list, Machine.MAX_CPUS - 1));
    }
    return cpu;
  }
}
