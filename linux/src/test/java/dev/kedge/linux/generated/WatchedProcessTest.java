package dev.kedge.linux.generated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kedge.linux.proc.AddressSpace;
import dev.kedge.linux.proc.ProcessFiles;
import dev.kedge.linux.runtime.CodeRegions;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchedProcessTest {
  private static final int PID = Math.toIntExact(ProcessHandle.current().pid());

  /** This JVM compiles all the time, as those on a host do. */
  @Test
  void aPieceMadeAfterTheLastLookIsFoundByItsAddress() throws InterruptedException {
    AddressSpace memory = new ProcessFiles(Path.of("/proc")).memory(PID).orElseThrow();
    WatchedProcess watched = new WatchedProcess(Path.of("/proc"), PID, new KnownPlaces());
    assertThat(watched.findsPieces()).isFalse();
    watched.look(memory);
    assertThat(watched.findsPieces()).isTrue();

    WatchedProcess later = new WatchedProcess(Path.of("/proc"), PID, new KnownPlaces());
    OptionalLong fresh = OptionalLong.empty();
    for (int i = 0; i < 100 && fresh.isEmpty(); i++) {
      Thread.sleep(20);
      later.look(memory);
      fresh = firstUnknown(watched.regions(), later.regions());
    }
    long address = fresh.orElseThrow();
    watched.find(address);
    assertThat(watched.regions().find(address)).isNotNegative();
    int pieces = watched.regions().size();
    watched.find(0x1000);
    assertThat(watched.regions().size()).isEqualTo(pieces);
  }

  private static OptionalLong firstUnknown(CodeRegions known, CodeRegions now) {
    return IntStream.range(0, now.size())
        .mapToLong(now::start)
        .filter(start -> known.find(start) < 0)
        .findFirst();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, false, 1000",
    "20, 0, false, 2000",
    "20, 8, false, 4000",
    "20, 80, false, 22000",
    "400, 0, false, 5000",
    "400, 800, false, 60000",
    "20, 2000000000, false, 60000",
    "1, 0, true, 1000",
    "20, 0, true, 8000",
    "400, 0, true, 20000",
    "400, 800, true, 60000",
  })
  void looksBecomeRarerAsAProcessSettles(
      long tookMillis, int looks, boolean findsPieces, long waitMillis) {
    assertThat(WatchedProcess.waitNanos(tookMillis * 1_000_000, looks, findsPieces))
        .isEqualTo(waitMillis * 1_000_000);
  }
}
