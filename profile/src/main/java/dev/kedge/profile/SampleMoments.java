package dev.kedge.profile;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;

/**
 * When in its window, and on which CPU, each sample of a row was taken: in slots of {@link #SLOT}
 * from the window's start, in order of time. Immutable.
 *
 * <p>Held as it is sent and stored: for each sample a LEB128 number whose upper bits are the slots
 * since the sample before (the first: since the start) and whose lowest bit tells that another
 * number follows, the CPU, because it is not the one before (the first: not CPU 0). A steady load
 * on one CPU takes one byte a sample.
 */
public final class SampleMoments {
  /** How exactly times are kept: fifty rows to the second of a heat map. */
  public static final Duration SLOT = Duration.ofMillis(20);

  /** Nothing is known of when the samples were taken. */
  public static final SampleMoments UNKNOWN = new SampleMoments(new byte[0], 0);

  /** Slots of a window at most: four hours. */
  public static final int MAX_SLOT = 720_000;

  /** More CPUs than Linux can be built for. */
  public static final int MAX_CPU = 65_535;

  private final byte[] packed;
  private final int count;

  private SampleMoments(byte[] packed, int count) {
    this.packed = packed;
    this.count = count;
  }

  /** Takes each sample of a row. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * One sample.
     *
     * @param slot whole slots since the start of the window
     * @param cpu number of the CPU
     */
    void sample(int slot, int cpu);
  }

  /**
   * The moments of some samples, in any order.
   *
   * @param slots slot of each, 0 to {@link #MAX_SLOT}
   * @param cpus CPU of each, 0 to {@link #MAX_CPU}
   */
  public static SampleMoments of(int[] slots, int[] cpus) {
    if (slots.length != cpus.length) {
      throw new IllegalArgumentException(
          "%d slots with %d CPUs".formatted(slots.length, cpus.length));
    }
    long[] ordered = new long[slots.length];
    for (int i = 0; i < ordered.length; i++) {
      check("slot", slots[i], MAX_SLOT);
      check("CPU", cpus[i], MAX_CPU);
      ordered[i] = (long) slots[i] << 32 | cpus[i];
    }
    Arrays.sort(ordered);
    ByteArrayOutputStream out = new ByteArrayOutputStream(ordered.length + 4);
    int slot = 0;
    int cpu = 0;
    for (long moment : ordered) {
      int nextSlot = (int) (moment >>> 32);
      int nextCpu = (int) moment;
      write(out, (nextSlot - slot) << 1 | (nextCpu == cpu ? 0 : 1));
      if (nextCpu != cpu) {
        write(out, nextCpu);
      }
      slot = nextSlot;
      cpu = nextCpu;
    }
    return new SampleMoments(out.toByteArray(), ordered.length);
  }

  private static void check(String what, int value, int most) {
    if (value < 0 || value > most) {
      throw new IllegalArgumentException(
          "%s %d of a sample: expected 0 to %d".formatted(what, value, most));
    }
  }

  private static void write(ByteArrayOutputStream out, int value) {
    int rest = value;
    while (rest > 0x7f) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  /**
   * Reads what {@link #packed} gave; no bytes are no moments.
   *
   * @throws IllegalArgumentException when the bytes are no moments, or others than {@link #of}
   *     would have written
   */
  public static SampleMoments unpack(byte[] packed) {
    if (packed.length == 0) {
      return UNKNOWN;
    }
    Reading reading = new Reading(packed);
    int count = 0;
    while (reading.next()) {
      count++;
    }
    return new SampleMoments(packed.clone(), count);
  }

  /** The bytes that are sent and stored. */
  public byte[] packed() {
    return packed.clone();
  }

  /** Bytes of {@link #packed}. */
  public int size() {
    return packed.length;
  }

  /** How many samples; 0 when unknown. */
  public int count() {
    return count;
  }

  /** Whether nothing is known. */
  public boolean isUnknown() {
    return count == 0;
  }

  /** Hands over each sample, in order of time. */
  public void forEach(Visitor visitor) {
    Reading reading = new Reading(packed);
    while (reading.next()) {
      visitor.sample(reading.slot, reading.cpu);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SampleMoments moments && Arrays.equals(packed, moments.packed);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(packed);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("moments[");
    forEach((slot, cpu) -> {
      if (text.length() < 120) {
        text.append(slot).append('/').append(cpu).append(' ');
      }
    });
    return text.append(']').toString();
  }

  private static final class Reading {
    private final byte[] bytes;
    private int at;
    private int slot;
    private int cpu;

    Reading(byte[] bytes) {
      this.bytes = bytes;
    }

    boolean next() {
      if (at == bytes.length) {
        return false;
      }
      int step = number();
      slot += step >>> 1;
      if (slot > MAX_SLOT) {
        throw wrong("slot %d, at most %d are allowed".formatted(slot, MAX_SLOT));
      }
      if ((step & 1) != 0) {
        int other = number();
        if (other > MAX_CPU || other == cpu) {
          throw wrong("CPU %d after CPU %d".formatted(other, cpu));
        }
        cpu = other;
      }
      return true;
    }

    /** A number of at most three bytes. */
    private int number() {
      int value = 0;
      for (int shift = 0; shift < 21; shift += 7) {
        if (at == bytes.length) {
          throw wrong("the bytes end inside a number");
        }
        byte next = bytes[at++];
        value |= (next & 0x7f) << shift;
        if (next >= 0) {
          if (next == 0 && shift > 0) {
            throw wrong("a number longer than it must be");
          }
          return value;
        }
      }
      throw wrong("a number of more than three bytes");
    }

    private IllegalArgumentException wrong(String what) {
      return new IllegalArgumentException(
          "moments of samples, byte %d of %d: %s".formatted(at, bytes.length, what));
    }
  }
}
