package dev.kedge.linux.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class KnownChainsTest {
  private final KnownChains chains = new KnownChains();

  @Test
  void findsAChainByPlaceAndFunction() {
    chains.keep(100, new long[] {0x5000, 0x6000, 0x7000}, 2, 64);
    assertThat(chains.find(100, 0x5000)).hasValue(new long[] {0x5000, 0x6000});
    assertThat(chains.find(101, 0x5000)).isEmpty();
    assertThat(chains.find(100, 0x6000)).isEmpty();
  }

  @Test
  void aCodeObjectIsFoundFromItsFirstByteToItsLast() {
    chains.keep(1, new long[] {0x5000}, 1, 64);
    chains.keep(2, new long[] {0x9000}, 1, 64);
    assertThat(chains.codeAt(0x4fff)).isZero();
    assertThat(chains.codeAt(0x5000)).isEqualTo(0x5000);
    assertThat(chains.codeAt(0x503f)).isEqualTo(0x5000);
    assertThat(chains.codeAt(0x5040)).isZero();
    assertThat(chains.codeAt(0x9001)).isEqualTo(0x9000);
    assertThat(chains.codeAt(0x9040)).isZero();
  }

  /** Addresses come from foreign memory: any number of any value, and what is new is kept. */
  @Test
  void takesAnyNumberOfAnyAddresses() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      long frame = random.nextLong();
      long code = random.nextBoolean() ? random.nextLong() : random.nextInt(1 << 20) * 64L;
      chains.keep(frame, new long[] {code, frame}, 2, random.nextInt(1 << 22));
      assertThat(chains.find(frame, code)).hasValue(new long[] {code, frame});
      chains.codeAt(random.nextLong());
    }
  }
}
