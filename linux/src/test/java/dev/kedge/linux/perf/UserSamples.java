package dev.kedge.linux.perf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/** Samples with user registers and a copy of the stack, as the kernel would write them. */
public final class UserSamples {
  private UserSamples() {}

  /**
   * A sample.
   *
   * @param registers by their places on x86-64
   * @param stack from the stack pointer upwards
   * @param whole whether the stack ends with the copy
   */
  public static PerfSample of(long[] registers, long[] stack, boolean whole) {
    return of(registers, stack, whole, 0);
  }

  /** The same, taken at some time. */
  public static PerfSample of(long[] registers, long[] stack, boolean whole, long timeNanos) {
    RecordLayout layout =
        new RecordLayout(SampleType.CALL_STACKS | SampleType.USER_COPY, registers.length);
    long[] words = new long[layout.chainWord + 5 + registers.length + stack.length];
    words[layout.timeWord] = timeNanos;
    int at = layout.chainWord;
    words[at++] = 0;
    words[at++] = 2;
    System.arraycopy(registers, 0, words, at, registers.length);
    at += registers.length;
    int asked = stack.length + (whole ? 1 : 0);
    long[] record = Arrays.copyOf(words, words.length + asked - stack.length);
    record[at++] = 8L * asked;
    System.arraycopy(stack, 0, record, at, stack.length);
    record[at + asked] = 8L * stack.length;
    PerfSample sample = new PerfSample(127);
    assertThat(sample.read(record, record.length, layout)).isTrue();
    assertThat(sample.stackBytes()).isEqualTo(8 * stack.length);
    return sample;
  }
}
