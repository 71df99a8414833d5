package dev.kedge.verify.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Descriptions of machines become command lines. */
class QemuCommandTest {
  private static final QemuCommand.BootFiles FILES =
      new QemuCommand.BootFiles(
          Path.of("/k"),
          Path.of("/i"),
          Path.of("/a,b/c"),
          Path.of("/f"),
          Path.of("/s"),
          Path.of("/d,isk"));

  @Test
  void theUsualMachineRunsInVirtualTime() {
    List<String> line = QemuCommand.of("qemu", MachineSpec.usual(), FILES);

    assertThat(line)
        .startsWith("qemu", "-accel", "tcg", "-machine", "q35", "-cpu", "max,-cx16")
        .containsSequence("-icount", "shift=2,sleep=off")
        .containsSequence("-smp", "1,sockets=1,cores=1,threads=1", "-m", "1024")
        .containsSequence("-serial", "file:/a,,b/c", "-serial", "file:/f")
        .doesNotContain("-drive")
        .contains("-no-reboot", "pvpanic-pci", "isa-debug-exit,iobase=0xf4,iosize=0x04");
    assertThat(line.getLast()).contains("console=ttyS0 panic=-1 oops=panic", "tsc=reliable");
  }

  @Test
  void sharesAndBootParametersAreGiven() {
    MachineSpec nine =
        new MachineSpec(
            "m",
            Accelerator.KVM,
            "host",
            2,
            2,
            2,
            512,
            OptionalInt.empty(),
            false,
            HostShare.NINE_P,
            OptionalInt.of(512),
            true,
            List.of("preempt=full", "hung_task_panic=1"),
            List.of());

    List<String> line = QemuCommand.of("qemu", nine, FILES);

    assertThat(line)
        .containsSequence("-device", "virtio-blk-pci,drive=scratch")
        .anySatisfy(word -> assertThat(word).contains("format=raw").endsWith("file=/d,,isk"))
        .contains("kvm", "8,sockets=2,cores=2,threads=2", "virtio-9p-pci,fsdev=host,mount_tag=host")
        .containsSequence("-action", "panic=none")
        .doesNotContain("-icount", "-no-reboot", "pvpanic-pci");
    assertThat(line.getLast())
        .endsWith("preempt=full hung_task_panic=1")
        .doesNotContain("tsc=reliable");
  }

  @Test
  void oneThreadIsAskedForWhereSeveralWouldRun() {
    MachineSpec two = MachineSpec.emulated("m", 2, 512);

    assertThat(two.emulatesInParallel()).isTrue();
    assertThat(two.onOneThread().emulatesInParallel()).isFalse();
    assertThat(MachineSpec.usual().emulatesInParallel()).isFalse();
    assertThat(QemuCommand.of("q", two.onOneThread(), FILES)).contains("tcg,thread=single");
    assertThat(two.with(Accelerator.KVM).cpuModel()).isEqualTo("host");
  }

  @ParameterizedTest
  @CsvSource({
    "a b, max, 512, 64, quiet",
    "m, 'max,x;y', 512, 64, quiet",
    "m, max, 1, 64, quiet",
    "m, max, 512, 1, quiet",
    "m, max, 512, 64, 'two words'"
  })
  void whatCannotBeIsRefused(String name, String cpu, int memory, int disk, String parameter) {
    assertThatThrownBy(() ->
            new MachineSpec(
                name,
                Accelerator.TCG,
                cpu,
                1,
                1,
                1,
                memory,
                OptionalInt.empty(),
                false,
                HostShare.NONE,
                OptionalInt.of(disk),
                false,
                List.of(parameter),
                List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("machine ");
  }
}
