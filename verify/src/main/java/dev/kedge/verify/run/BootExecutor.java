package dev.kedge.verify.run;

import dev.kedge.verify.VerifyException;
import dev.kedge.verify.image.GuestSuite;
import dev.kedge.verify.image.Initramfs;
import dev.kedge.verify.image.ModuleLoad;
import dev.kedge.verify.kernel.Kernel;
import dev.kedge.verify.machine.BootOrder;
import dev.kedge.verify.machine.Classification;
import dev.kedge.verify.machine.ConsoleScan;
import dev.kedge.verify.machine.Ending;
import dev.kedge.verify.machine.Frame;
import dev.kedge.verify.machine.HostShare;
import dev.kedge.verify.machine.LiveMachines;
import dev.kedge.verify.machine.Machine;
import dev.kedge.verify.machine.MachineSpec;
import dev.kedge.verify.machine.Programs;
import dev.kedge.verify.result.BootOutcome;
import dev.kedge.verify.result.BootResult;
import dev.kedge.verify.result.SuiteTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Boots one kernel once and makes a result of it. Not thread-safe. */
public final class BootExecutor {
  /** Tells the host of a panic; distribution kernels have it as a module. */
  private static final String PVPANIC = "pvpanic-pci";

  /** What the titles of panics begin with; a suite that panics asks for one. */
  private static final String PANIC_TITLE = "kernel panic";

  private final Programs programs;
  private final LiveMachines live;
  private final ConsoleScan scan;
  private final TextReader texts;
  private final Map<String, byte[]> guestPrograms;

  /**
   * An executor.
   *
   * @param programs of the host
   * @param live where machines are entered while they run
   * @param scan reads the consoles
   * @param texts reads what suites print besides results
   * @param guestPrograms what lies in the guest's {@code /kedge/bin}, by file name
   */
  public BootExecutor(
      Programs programs,
      LiveMachines live,
      ConsoleScan scan,
      TextReader texts,
      Map<String, byte[]> guestPrograms) {
    this.programs = programs;
    this.live = live;
    this.scan = scan;
    this.texts = texts;
    this.guestPrograms = Map.copyOf(guestPrograms);
  }

  /**
   * Boots a kernel. A panic nobody asked for in a machine whose CPUs are emulated in parallel is
   * tried again on one thread: such emulators crash good kernels.
   *
   * @param folder the folder of results
   * @param console the console's path inside it
   * @param heard hears the guest's frames
   */
  public BootResult boot(
      Kernel kernel,
      PlannedBoot planned,
      int round,
      Path folder,
      String console,
      Consumer<Frame> heard) {
    Prepared prepared = prepare(kernel, planned);
    Attempt first = attempt(kernel, prepared, planned.machine(), folder.resolve(console), heard);
    Classification end = first.end();
    Duration wall = first.ending().wall();
    if (end.outcome() == BootOutcome.PANICKED && planned.machine().emulatesInParallel()) {
      String second = console.replaceFirst("(\\.log)?$", "-one-thread.log");
      Attempt again =
          attempt(kernel, prepared, planned.machine().onOneThread(), folder.resolve(second), heard);
      wall = wall.plus(again.ending().wall());
      end = afterRetry(end, again.end(), second);
    }
    SuiteTexts.write(folder, console, printed(first.ending()));
    return new BootResult(
        kernel.identity().label(),
        planned.machine().name(),
        round,
        end.outcome(),
        end.detail(),
        wall,
        new BootCases(first.ending(), end, texts).of(prepared.suites()),
        first.findings().reports(),
        console);
  }

  private static List<SuiteTexts.Line> printed(Ending ending) {
    return ending.suites().stream()
        .flatMap(
            suite -> suite.text().stream().map(text -> new SuiteTexts.Line(suite.name(), text)))
        .toList();
  }

  private static Classification afterRetry(
      Classification first, Classification again, String console) {
    return again.outcome() == BootOutcome.PANICKED
        ? new Classification(
            BootOutcome.PANICKED, first.detail() + "; again on one thread, see " + console)
        : new Classification(
            BootOutcome.EMULATOR_SUSPECT,
            "%s; on one emulator thread: %s, see %s"
                .formatted(first.detail(), again.outcome(), console));
  }

  /** What a boot needs, made before the machine starts. */
  private record Prepared(PlannedBoot planned, List<PlannedSuite> suites, Initramfs initramfs) {}

  private record Attempt(Ending ending, ConsoleScan.Findings findings, Classification end) {}

  private Prepared prepare(Kernel kernel, PlannedBoot planned) {
    Set<String> modules = new LinkedHashSet<>(List.of(PVPANIC));
    if (planned.machine().share() == HostShare.NINE_P) {
      modules.addAll(List.of("virtio_pci", "9pnet_virtio", "9p"));
    } else if (planned.machine().share() == HostShare.VIRTIOFS) {
      modules.addAll(List.of("virtio_pci", "virtiofs"));
    }
    if (planned.machine().diskMib().isPresent()) {
      modules.addAll(List.of("virtio_pci", "virtio_blk", "ext4"));
    }
    modules.addAll(planned.machine().modules());
    planned.suites().forEach(suite -> modules.addAll(suite.modules()));
    ModuleLoad load = ModuleLoad.of(kernel.modules(), modules);
    List<PlannedSuite> suites =
        planned.suites().stream().map(suite -> skipped(suite, load.missing())).toList();
    return new Prepared(
        planned, suites, Initramfs.of(busybox(programs.busybox()), load, guestPrograms));
  }

  private static PlannedSuite skipped(PlannedSuite suite, List<String> missing) {
    Optional<String> lacking = suite.modules().stream().filter(missing::contains).findFirst();
    return lacking.isEmpty() || suite.skip().isPresent()
        ? suite
        : new PlannedSuite(
            suite.name(),
            suite.command(),
            suite.limit(),
            suite.modules(),
            suite.panics(),
            suite.expected(),
            Optional.of("the kernel came without its module " + lacking.get()));
  }

  private Attempt attempt(
      Kernel kernel, Prepared prepared, MachineSpec machine, Path console, Consumer<Frame> heard) {
    List<GuestSuite> suites = new ArrayList<>();
    Map<String, Duration> limits = new HashMap<>();
    for (PlannedSuite suite : prepared.suites()) {
      if (suite.skip().isEmpty()) {
        suites.add(new GuestSuite(suite.name(), suite.command()));
        suite.limit().ifPresent(limit -> limits.put(suite.name(), limit));
      }
    }
    BootOrder order =
        new BootOrder(
            kernel.image(),
            prepared.initramfs(),
            suites,
            limits,
            prepared.planned().limits(),
            console);
    Ending ending = new Machine(machine, programs, live).boot(order, heard);
    PlannedSuite last = prepared.suites().getLast();
    boolean drill =
        last.panics()
            && ending.suites().stream()
                .anyMatch(run -> run.started() && run.name().equals(last.name()));
    ConsoleScan.Findings findings = scan.scan(console, title -> expected(prepared.suites(), title));
    return new Attempt(ending, findings, Classification.of(ending, findings.panic(), drill));
  }

  private static boolean expected(List<PlannedSuite> suites, String title) {
    boolean drill = title.startsWith(PANIC_TITLE) && suites.getLast().panics();
    return drill
        || suites.stream()
            .flatMap(suite -> suite.expected().stream())
            .anyMatch(pattern -> pattern.matcher(title).find());
  }

  /** A static busybox: the guest has no libraries. */
  private static byte[] busybox(Path file) {
    try {
      byte[] program = Files.readAllBytes(file);
      if (ElfLinkage.isDynamic(program)) {
        throw new VerifyException(
            file
                + " is linked with shared libraries, which the guest lacks; Debian's package with"
                + " a static one is busybox-static");
      }
      return program;
    } catch (IOException e) {
      throw new VerifyException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
