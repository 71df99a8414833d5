package dev.kedge.verify.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.kedge.verify.image.GuestSuite;
import dev.kedge.verify.image.Initramfs;
import dev.kedge.verify.image.ModuleLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Kedge that is killed outright takes its machine with it, and its files go at the next boot. */
class KilledTest {
  private static final int MOST_TRIES = 1200;

  @TempDir private Path folder;

  /** What runs in the process that is killed: one boot, for ever. */
  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    Initramfs initramfs =
        Initramfs.of(new byte[] {1}, new ModuleLoad(new LinkedHashMap<>(), List.of()), Map.of());
    BootOrder order =
        new BootOrder(
            Path.of("/vmlinuz"),
            initramfs,
            List.of(new GuestSuite("one", "true")),
            Map.of(),
            BootLimits.USUAL,
            folder.resolve("console.log"));
    try (LiveMachines live = new LiveMachines()) {
      new Machine(MachineSpec.usual(), new Programs(folder.toString()), live)
          .boot(order, frame -> {});
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aKilledProcessLeavesNoMachine(boolean byTheKernel) throws Exception {
    Path pid = folder.resolve("pid");
    FakeQemu.in(folder, "echo $$ >'%s.new'; mv '%s.new' '%s'; sleep 60".formatted(pid, pid, pid));
    if (byTheKernel) {
      Path setpriv = Path.of("/usr/bin/setpriv");
      assumeThat(setpriv).isExecutable();
      Files.createSymbolicLink(folder.resolve("setpriv"), setpriv);
    }
    Process kedge = start();
    try {
      await(() -> Files.exists(pid));
      ProcessHandle machine =
          ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();

      kedge.destroyForcibly().waitFor();

      await(() -> !machine.isAlive());
      assertThat(left()).hasSize(1);
      try (WorkFolders.WorkFolder next = new WorkFolders(folder).create()) {
        assertThat(left()).containsExactly(next.path());
      }
    } finally {
      kedge.destroyForcibly();
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int tries = 0; tries < MOST_TRIES && !condition.getAsBoolean(); tries++) {
      Thread.sleep(Duration.ofMillis(50));
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.io.tmpdir=" + folder,
            "-cp",
            System.getProperty("java.class.path"),
            KilledTest.class.getName(),
            folder.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output").toFile())
        .start();
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(e -> e.getFileName().toString().startsWith("kedge-boot-")).toList();
    }
  }
}
