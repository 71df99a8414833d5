package dev.kedge.verify.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kedge.report.ReportParser;
import dev.kedge.verify.VerifyException;
import dev.kedge.verify.image.GuestSuite;
import dev.kedge.verify.image.Initramfs;
import dev.kedge.verify.image.ModuleLoad;
import dev.kedge.verify.result.BootOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way a machine can end is seen for what it is, and nothing is left running. */
class MachineTest {
  private static final String PANIC = "say '[    1.0] Kernel panic - not syncing: sysrq'\n";
  private static final String UP = "frame BOOT; frame READY; frame START one\n";

  @TempDir private Path folder;

  static Stream<Arguments> ends() {
    return Stream.of(
        end("good", UP + "frame END one 0; frame EXIT 0; exit 33", BootOutcome.COMPLETED, ""),
        end("bad", UP + "frame END one 3; frame EXIT 1; exit 35", BootOutcome.GUEST_FAILED, "1"),
        end("powered off", UP + "frame EXIT 0; exit 0", BootOutcome.COMPLETED, ""),
        end(
            "a second life",
            UP + PANIC + UP + "frame END one 0; frame EXIT 0; exit 33",
            BootOutcome.COMPLETED,
            ""),
        end(
            "life without end",
            "frame BOOT; frame BOOT; frame BOOT; sleep 60",
            BootOutcome.NEVER_READY,
            "again and again"),
        end("panic seen by pvpanic", UP + PANIC + "exit 1", BootOutcome.PANICKED, "sysrq"),
        end("panic that looks like success", UP + PANIC + "exit 0", BootOutcome.PANICKED, "sysrq"),
        end("panic without text", UP + "exit 1", BootOutcome.PANICKED, "pvpanic"),
        end("panic before init", PANIC + "exit 0", BootOutcome.PANICKED, "sysrq"),
        end(
            "panic after goodbye",
            UP + PANIC + "frame EXIT 0; exit 0",
            BootOutcome.PANICKED,
            "off"),
        end("panic and hang", UP + PANIC + "sleep 60", BootOutcome.PANICKED, "did not end"),
        end("gone amid suites", UP + "exit 0", BootOutcome.VANISHED, "status 0"),
        end("gone before init", "say booting; exit 0", BootOutcome.NEVER_READY, "before its guest"),
        end("refused", "echo no such machine >&2; exit 1", BootOutcome.NOT_STARTED, "no such"),
        end("silent", "sleep 60", BootOutcome.NEVER_READY, "no first process"),
        end("stuck init", "frame BOOT; sleep 60", BootOutcome.NEVER_READY, "did not get ready"),
        end("hung suite", UP + "sleep 60", BootOutcome.TIMED_OUT, "suite one did not end"),
        end(
            "hang after the suites",
            UP + "frame END one 0; sleep 60",
            BootOutcome.TIMED_OUT,
            "did not end within 6 s"),
        end(
            "flood on the console",
            UP + "head -c 3000000 /dev/zero >>\"$console\"; sleep 60",
            BootOutcome.TIMED_OUT,
            "its console passed"),
        end(
            "flood of results",
            UP + "head -c 3000000 /dev/zero >>\"$frames\"; sleep 60",
            BootOutcome.TIMED_OUT,
            "printed more than"),
        end(
            "forged success",
            UP + "say KEDGE EXIT 0; echo 'KEDGE 00 EXIT 0' >>\"$frames\"; exit 0",
            BootOutcome.VANISHED,
            "status 0"));
  }

  private static Arguments end(String name, String script, BootOutcome outcome, String detail) {
    return Arguments.of(name, script, outcome, detail);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ends")
  void anEndIsSeenForWhatItIs(String name, String script, BootOutcome outcome, String detail)
      throws IOException {
    Programs programs = FakeQemu.in(folder, script);
    Path console = folder.resolve("console.log");
    Ending ending;
    try (LiveMachines live = new LiveMachines()) {
      ending = new Machine(MachineSpec.usual(), programs, live).boot(order(console), frame -> {});
    }
    ConsoleScan.Findings findings =
        new ConsoleScan(new ReportParser()).scan(console, title -> false);
    Classification end = Classification.of(ending, findings.panic(), false);

    assertThat(end.outcome()).as(end.detail()).isEqualTo(outcome);
    assertThat(end.detail()).contains(detail);
    assertThat(Files.size(console)).isLessThanOrEqualTo(order(console).limits().consoleBytes());
    assertThat(running(folder)).isFalse();
  }

  @Test
  void aPanicThePlanAsksForIsADrill() throws IOException {
    Programs programs = FakeQemu.in(folder, UP + PANIC + "exit 1");
    Path console = folder.resolve("console.log");
    try (LiveMachines live = new LiveMachines()) {
      Ending ending =
          new Machine(MachineSpec.usual(), programs, live).boot(order(console), frame -> {});
      ConsoleScan.Findings findings =
          new ConsoleScan(new ReportParser()).scan(console, "kernel panic: sysrq"::equals);

      assertThat(Classification.of(ending, findings.panic(), true).outcome())
          .isEqualTo(BootOutcome.DRILLED);
      assertThat(findings.reports())
          .singleElement()
          .satisfies(report -> {
            assertThat(report.title()).isEqualTo("kernel panic: sysrq");
            assertThat(report.expected()).isTrue();
          });
    }
  }

  @Test
  void aStoppedRunLeavesNothingRunning() throws IOException {
    Programs programs = FakeQemu.in(folder, UP + "sleep 60 & sleep 60");
    try (LiveMachines live = new LiveMachines()) {
      Ending ending =
          new Machine(MachineSpec.usual(), programs, live)
              .boot(
                  order(folder.resolve("console.log")),
                  frame -> {
                    if (frame instanceof Frame.Start) {
                      live.cancel();
                    }
                  });

      assertThat(ending.stop()).isEqualTo(Ending.Stop.CANCELLED);
      assertThat(running(folder)).isFalse();
      assertThat(live.cancelled()).isTrue();
    }
  }

  @Test
  void aMissingProgramIsNamedWithItsPackage() {
    Programs none = new Programs(folder.toString());

    assertThatThrownBy(none::qemu)
        .isInstanceOf(VerifyException.class)
        .hasMessageContaining("Debian's package is qemu-system-x86");
    assertThatThrownBy(none::busybox).hasMessageContaining("busybox-static");
  }

  private BootOrder order(Path console) {
    BootLimits limits =
        new BootLimits(
            Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ofSeconds(6), 1 << 20, 1 << 20);
    Initramfs initramfs =
        Initramfs.of(new byte[] {1}, new ModuleLoad(new LinkedHashMap<>(), List.of()), Map.of());
    return new BootOrder(
        Path.of("/vmlinuz"),
        initramfs,
        List.of(new GuestSuite("one", "true")),
        Map.of(),
        limits,
        console);
  }

  /** Says whether a process of a folder's program is alive. */
  private static boolean running(Path folder) {
    return ProcessHandle.allProcesses()
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().commandLine().stream())
        .anyMatch(line -> line.contains(folder.toString()));
  }
}
