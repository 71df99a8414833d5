package dev.kedge.verify.machine;

import dev.kedge.model.Printable;
import dev.kedge.verify.VerifyException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Boots kernels in one machine, one at a time. Not thread-safe. */
public final class Machine {
  private static final int TAIL = 2000;
  private static final Duration SOCKET_WAIT = Duration.ofSeconds(10);

  private final MachineSpec spec;
  private final Programs programs;
  private final LiveMachines live;
  private final WorkFolders folders =
      new WorkFolders(Path.of(System.getProperty("java.io.tmpdir", "/tmp")));

  /**
   * A machine of this description.
   *
   * @param live where its processes are entered while they run
   */
  public Machine(MachineSpec spec, Programs programs, LiveMachines live) {
    this.spec = spec;
    this.programs = programs;
    this.live = live;
  }

  /**
   * Boots a kernel and waits until the machine has ended, whatever ends it.
   *
   * @param frames hears each frame when it comes
   * @throws VerifyException when a program is missing or a file cannot be written
   */
  public Ending boot(BootOrder order, Consumer<Frame> frames) {
    Path qemu = programs.qemu();
    live.bootStarts();
    try {
      try (WorkFolders.WorkFolder work = folders.create()) {
        return boot(order, qemu, work.path(), frames);
      }
    } catch (IOException e) {
      throw new VerifyException("a boot's files cannot be written: " + e, e);
    } finally {
      live.bootEnds();
    }
  }

  private Ending boot(BootOrder order, Path qemu, Path work, Consumer<Frame> heard)
      throws IOException {
    String nonce = nonce();
    Path initramfs = work.resolve("initramfs");
    order.initramfs().write(initramfs, nonce, spec.share().label(), order.suites());
    QemuCommand.BootFiles files =
        new QemuCommand.BootFiles(
            order.image(),
            initramfs,
            order.console(),
            work.resolve("frames"),
            work.resolve("share"),
            work.resolve("disk"));
    Files.createDirectories(order.console().toAbsolutePath().getParent());
    Files.write(files.console(), new byte[0]);
    Files.write(files.frames(), new byte[0]);
    if (spec.diskMib().isPresent()) {
      new ScratchDisk(programs).create(files.disk(), spec.diskMib().getAsInt());
    }
    List<Process> daemons = new ArrayList<>();
    try {
      if (spec.share() == HostShare.VIRTIOFS) {
        daemons.add(virtiofsd(files.socket(), work.resolve("share.log")));
      }
      Path log = work.resolve("qemu.log");
      Process process = start(QemuCommand.of(qemu.toString(), spec, files), log);
      daemons.add(process);
      MachineWatch watch =
          new MachineWatch(order, new FrameParser(nonce), files.frames(), live, heard);
      Ending.Stop stop = watch.untilTheEnd(process);
      return ending(order, watch, process, stop, log);
    } finally {
      for (Process process : daemons) {
        LiveMachines.end(process);
        live.remove(process);
      }
    }
  }

  private Ending ending(
      BootOrder order, MachineWatch watch, Process process, Ending.Stop stop, Path log)
      throws IOException {
    boolean itself = stop == Ending.Stop.ITSELF;
    boolean silent = itself && !watch.spoke() && Files.size(order.console()) == 0;
    boolean refused = silent && process.exitValue() != 0;
    return new Ending(
        refused ? Ending.Stop.NOT_STARTED : stop,
        refused ? "QEMU: " + tail(log) : watch.detail(),
        itself ? OptionalInt.of(process.exitValue()) : OptionalInt.empty(),
        watch.ready(),
        watch.exitCode(),
        watch.suites(),
        watch.damaged(),
        watch.strays(),
        watch.wall(),
        order.console());
  }

  private Process virtiofsd(Path socket, Path log) throws IOException {
    Process daemon =
        start(
            List.of(
                programs.virtiofsd().toString(),
                "--socket-path=" + socket,
                "-o",
                "source=/",
                "-o",
                "sandbox=chroot"),
            log);
    long end = System.nanoTime() + SOCKET_WAIT.toNanos();
    while (!Files.exists(socket)) {
      if (!daemon.isAlive() || System.nanoTime() > end) {
        LiveMachines.end(daemon);
        throw new VerifyException("virtiofsd does not start: " + tail(log));
      }
      pause();
    }
    return daemon;
  }

  /**
   * Starts a process that ends with this one: by the hook of {@link LiveMachines}, and by the
   * kernel where this process is killed outright.
   */
  private Process start(List<String> command, Path log) throws IOException {
    Optional<Path> setpriv = programs.find("setpriv");
    ProcessBuilder builder =
        new ProcessBuilder(Lifeline.of(setpriv, command))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    if (setpriv.isPresent()) {
      builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    }
    Process process = builder.start();
    live.add(process);
    return process;
  }

  static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String nonce() {
    byte[] bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static String tail(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(Math.max(0, Files.size(file) - TAIL));
      return Printable.of(new String(in.readNBytes(TAIL), StandardCharsets.UTF_8).strip(), TAIL);
    } catch (IOException e) {
      return "(its messages cannot be read: " + e + ")";
    }
  }
}
