package dev.kedge.linux.generated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.linux.proc.MappedFile;
import dev.kedge.linux.proc.Mapping;
import dev.kedge.linux.proc.SomeProcess;
import dev.kedge.linux.proc.TrackedProcess;
import dev.kedge.model.Limitation;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimesTest {
  /** On a host full of Java there are always thousands of names to be read. */
  @Test
  void aProcessNotLookedAtYetGoesBeforeAllNames(@TempDir Path proc) throws Exception {
    MappedFile file = MappedFile.of("/usr/bin/python3.12", 1, 5, Optional.empty());
    TrackedProcess process = SomeProcess.with(new Mapping(0x1000, 0x2000, 0, file));
    Runtimes runtimes = new Runtimes(proc);
    for (int i = 0; i < 100; i++) {
      runtimes.want(process, 0x1000 + i, false);
    }
    assertThat(runtimes.interpreter(process, file, 0)).isEmpty();
    assertThat(runtimes.work(0)).isTrue();
    assertThat(runtimes.limitation()).as("the look was made, and there was no file").isPresent();
    assertThat(runtimes.deferred()).isZero();
  }

  /** A JVM compiles all the time: without another look its newest code ends every stack. */
  @Test
  void anotherLookGoesBeforeNamesButDoesNotKeepThemWaiting(@TempDir Path proc) throws Exception {
    MappedFile file = MappedFile.of("/usr/bin/python3.12", 1, 5, Optional.empty());
    TrackedProcess process = SomeProcess.with(new Mapping(0x1000, 0x2000, 0, file));
    Runtimes runtimes = new Runtimes(proc);
    runtimes.missed(process, 0x1000, 0);
    assertThat(runtimes.work(0)).isTrue();
    Optional<Limitation> first = runtimes.limitation();
    for (int i = 0; i < 100; i++) {
      runtimes.want(process, 0x1000 + i, false);
    }
    runtimes.missed(process, 0x1000, Long.MAX_VALUE / 2);
    assertThat(orders(runtimes))
        .as("the look, the names and the calls that woke")
        .isBetween(101, 103);
    assertThat(first).isPresent();
    assertThat(runtimes.deferred()).isZero();
  }

  @Test
  void aFrameIsNamedOnceInAWhile(@TempDir Path proc) throws Exception {
    TrackedProcess process = SomeProcess.with();
    Runtimes runtimes = new Runtimes(proc);
    runtimes.sweep(0);
    for (int i = 0; i < 10; i++) {
      runtimes.want(process, 0x1000, false);
      runtimes.want(process, 0x1000, true);
    }
    assertThat(orders(runtimes)).isEqualTo(2);
    runtimes.sweep(600_000_000_000L);
    runtimes.want(process, 0x1000, false);
    assertThat(orders(runtimes)).isEqualTo(1);
  }

  private static int orders(Runtimes runtimes) throws InterruptedException {
    int orders = 0;
    while (runtimes.work(0)) {
      orders++;
    }
    return orders;
  }
}
