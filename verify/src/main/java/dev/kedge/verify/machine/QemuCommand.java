package dev.kedge.verify.machine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Builds the command line of QEMU for one boot. */
final class QemuCommand {
  private static final List<String> KERNEL_PARAMETERS =
      List.of(
          "console=ttyS0",
          "panic=-1",
          "oops=panic",
          "nokaslr",
          "mitigations=off",
          "nmi_watchdog=0");

  /**
   * The files of one boot.
   *
   * @param image the kernel
   * @param initramfs its initial file system
   * @param console where its kernel text goes
   * @param frames where its framed results go
   * @param socket of the virtiofs daemon, used only with that share
   * @param disk the scratch disk, used only by machines that have one
   */
  record BootFiles(Path image, Path initramfs, Path console, Path frames, Path socket, Path disk) {}

  private QemuCommand() {}

  /** The program and its arguments. */
  static List<String> of(String program, MachineSpec machine, BootFiles files) {
    List<String> line = new ArrayList<>(List.of(program, "-accel", accelerator(machine)));
    add(line, "-machine", "q35", "-cpu", machine.cpuModel());
    add(
        line,
        "-smp",
        "%d,sockets=%d,cores=%d,threads=%d"
            .formatted(machine.cpus(), machine.sockets(), machine.cores(), machine.threads()));
    add(line, "-m", Integer.toString(machine.memoryMib()));
    machine.icountShift().ifPresent(shift -> add(line, "-icount", "shift=" + shift + ",sleep=off"));
    add(line, "-nodefaults", "-no-user-config", "-display", "none");
    if (machine.restarts()) {
      add(line, "-action", "panic=none");
    } else {
      add(line, "-no-reboot", "-action", "panic=exit-failure", "-device", "pvpanic-pci");
    }
    add(line, "-device", "isa-debug-exit,iobase=0xf4,iosize=0x04");
    add(line, "-serial", "file:" + comma(files.console()));
    add(line, "-serial", "file:" + comma(files.frames()));
    share(line, machine, files);
    disk(line, machine, files);
    add(line, "-kernel", files.image().toString(), "-initrd", files.initramfs().toString());
    add(line, "-append", parameters(machine));
    return line;
  }

  private static String accelerator(MachineSpec machine) {
    return switch (machine.accelerator()) {
      case KVM -> "kvm";
      case TCG ->
          machine.oneEmulatorThread() && machine.icountShift().isEmpty()
              ? "tcg,thread=single"
              : "tcg";
    };
  }

  private static String parameters(MachineSpec machine) {
    List<String> words = new ArrayList<>(KERNEL_PARAMETERS);
    if (machine.accelerator() == Accelerator.TCG) {
      words.add("tsc=reliable");
    }
    words.addAll(machine.bootParameters());
    return String.join(" ", words);
  }

  private static void share(List<String> line, MachineSpec machine, BootFiles files) {
    switch (machine.share()) {
      case NONE -> {}
      case NINE_P -> {
        add(line, "-fsdev", "local,id=host,path=/,security_model=none,readonly=on,multidevs=remap");
        add(line, "-device", "virtio-9p-pci,fsdev=host,mount_tag=host");
      }
      case VIRTIOFS -> {
        add(
            line,
            "-object",
            "memory-backend-memfd,id=memory,size=%dM,share=on".formatted(machine.memoryMib()));
        add(line, "-numa", "node,memdev=memory");
        add(line, "-chardev", "socket,id=share,path=" + comma(files.socket()));
        add(line, "-device", "vhost-user-fs-pci,chardev=share,tag=host");
      }
    }
  }

  /** What its guest flushes stays in the host's memory: nobody reads the disk after the boot. */
  private static void disk(List<String> line, MachineSpec machine, BootFiles files) {
    if (machine.diskMib().isPresent()) {
      String drive = "if=none,id=scratch,format=raw,cache=unsafe,discard=unmap,file=";
      add(line, "-drive", drive + comma(files.disk()));
      add(line, "-device", "virtio-blk-pci,drive=scratch");
    }
  }

  /** A path inside one of QEMU's options: a comma is doubled. */
  private static String comma(Path path) {
    return path.toString().replace(",", ",,");
  }

  private static void add(List<String> line, String... words) {
    line.addAll(List.of(words));
  }
}
