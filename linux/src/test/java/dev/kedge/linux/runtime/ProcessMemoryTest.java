package dev.kedge.linux.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ProcessMemoryTest {
  @Test
  void readsItsOwnProcessAcrossPages() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment own = arena.allocate(3 * 4096L, 4096);
      own.set(ValueLayout.JAVA_LONG_UNALIGNED, 4092, 0x1122_3344_5566_7788L);
      own.setString(8190, "across");
      ProcessMemory memory = ProcessMemory.of(Math.toIntExact(ProcessHandle.current().pid()));
      assertThat(memory.i64(own.address() + 4092)).isEqualTo(0x1122_3344_5566_7788L);
      assertThat(memory.u16(own.address() + 4096)).isEqualTo(0x3344);
      assertThat(memory.text(own.address() + 8190, 64)).isEqualTo("across");
      assertThat(memory.text(own.address() + 8190, 3)).isEqualTo("acr");
      own.set(ValueLayout.JAVA_LONG_UNALIGNED, 4092, 1);
      memory.forget();
      assertThat(memory.i64(own.address() + 4092)).isEqualTo(1);
    }
  }

  @Test
  void whatIsNotThereIsAnExceptionWithItsAddress() {
    ProcessMemory memory = ProcessMemory.of(Math.toIntExact(ProcessHandle.current().pid()));
    assertThatThrownBy(() -> memory.i64(16))
        .isInstanceOfSatisfying(
            ForeignMemoryException.class, e -> assertThat(e.address()).isEqualTo(16));
    assertThatThrownBy(() -> memory.bytes(0, 1 << 20)).isInstanceOf(ForeignMemoryException.class);
  }

  @Test
  void aProcessAtRestHoldsFewPages() {
    ProcessMemory memory =
        new ProcessMemory((address, into) -> {
          into.fill((byte) (address >>> 12));
          return into.byteSize();
        });
    for (int page = 1; page <= 300; page++) {
      assertThat(memory.u8(4096L * page)).isEqualTo(page & 0xff);
    }
    assertThat(memory.held()).isEqualTo(300);
    memory.rest();
    assertThat(memory.held()).isEqualTo(16);
    assertThat(memory.u8(4096L * 7)).isEqualTo(7);
  }

  @Test
  void whatCannotBeReadIsTriedOnceUntilItIsForgotten() {
    AtomicInteger reads = new AtomicInteger();
    ProcessMemory memory = new ProcessMemory((address, into) -> -reads.incrementAndGet());
    for (int i = 0; i < 5; i++) {
      long address = 0x7000 + 8L * i;
      assertThatThrownBy(() -> memory.i64(address)).isInstanceOf(ForeignMemoryException.class);
    }
    assertThat(reads).hasValue(1);
    memory.forget();
    assertThatThrownBy(() -> memory.i64(0x7000)).hasMessageEndingWith("at 0x7000");
    assertThat(reads).hasValue(2);
  }
}
