package dev.kedge.cli;

import dev.kedge.agent.DebugDataOptions;
import dev.kedge.agent.Profiler;
import dev.kedge.agent.ProfilerOptions;
import dev.kedge.agent.SampledKind;
import dev.kedge.agent.WaitTarget;
import dev.kedge.linux.HostIdentityReader;
import dev.kedge.model.HostIdentity;
import dev.kedge.model.Limitation;
import dev.kedge.profile.Profile;
import dev.kedge.profile.ProfileWindow;
import dev.kedge.profile.SampleKind;
import dev.kedge.profile.WindowMerger;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kedge profile record}: samples this host for a while and writes a file. */
@Command(
    name = "record",
    description = "Samples all CPUs of this host and writes a profile.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  kedge profile record --duration 30s --out host.pb.gz",
      "  kedge profile record --duration 10s --frequency 99 --out host.folded",
      "  kedge profile record --lines --out host.pb.gz    # go tool pprof -lines",
      "  kedge profile record --wakeups-of 4711 --out db.folded"
    })
final class ProfileRecordCommand implements Callable<Integer> {
  private static final Duration LONGEST = Duration.ofHours(24);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      defaultValue = "30s",
      description = "how long to sample, default 30s")
  private Duration duration = Duration.ofSeconds(30);

  @Mixin private FrequencyOption frequency = new FrequencyOption();

  @Mixin private KindsOption kinds = new KindsOption();

  @Mixin private DebugDataOption debugData = new DebugDataOption();

  @Option(
      names = "--lines",
      description = "tell files and lines where programs have debug data; keeps more stacks apart")
  private boolean lines;

  @Option(
      names = "--wakeups-of",
      paramLabel = "PID|CGROUP",
      description = {
        "also record who ends each wait of the threads of this process, or of this cgroup and",
        "all below it (a path, as /system.slice/db.service); needs tracefs"
      })
  private @Nullable String wakeupsOf;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "kedge.pb.gz",
      description = {
        "file to write: pprof; folded text if it ends in .folded or .txt,",
        "speedscope if it ends in .speedscope.json, OTLP if in .otlp"
      })
  private Path out = Path.of("kedge.pb.gz");

  @Option(names = "--stats", paramLabel = "FILE", description = "write what it cost as JSON")
  private @Nullable Path stats;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (duration.isZero() || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("--duration: expected more than 0 and at most 24h");
    }
    checkWritable(out);
    PrintWriter err = spec.commandLine().getErr();
    HostIdentity identity = new HostIdentityReader(Path.of("/proc"), Path.of("/sys")).read();
    List<ProfileWindow> windows = Collections.synchronizedList(new ArrayList<>());
    RecordingCost cost = RecordingCost.start();
    ProfilerOptions options = options();
    Profiler profiler =
        Profiler.start(identity, options, window -> windows.add(window), InstantSource.system());
    waitFor(duration, err);
    profiler.close();
    cost.stop();
    Profile profile = merge(windows, SampleKind.CPU);
    ProfileFile.write(profile, out);
    for (SampledKind other : options.kinds()) {
      Path file = fileOf(other.kind());
      ProfileFile.write(merge(windows, other.kind()), file);
      err.println("%s written to %s".formatted(other.kind().wireName(), file));
    }
    if (stats != null) {
      Files.writeString(stats, cost.json(profile, profiler.counters(), windows));
    }
    for (Limitation missing : profiler.limitations()) {
      err.println(
          "missing: %s (%s); needs %s"
              .formatted(missing.feature(), missing.cause(), missing.remedy()));
    }
    err.println(
        "%d samples, %d lost, written to %s".formatted(profile.samples(), profile.lost(), out));
    return profiler.canSample() ? ExitCode.OK : ExitCode.ENVIRONMENT;
  }

  private ProfilerOptions options() {
    ProfilerOptions options =
        ProfilerOptions.of(frequency.hertz(), Duration.ofSeconds(10), tables())
            .withDebugData(debugData.of(DebugDataOptions.THOROUGH, true).withLines(lines));
    if (wakeupsOf == null) {
      return options.withKinds(kinds.kinds());
    }
    List<SampledKind> all = new ArrayList<>(kinds.kinds());
    all.removeIf(kind -> kind.kind() == SampleKind.WAKEUPS);
    all.addAll(SampledKind.parse(SampleKind.WAKEUPS.wireName()));
    WaitTarget target = WaitTarget.parse(wakeupsOf);
    if (!target.isThere()) {
      throw new IllegalArgumentException(
          ("--wakeups-of %s: no such process, or no such cgroup in the hierarchy of the cpu"
                  + " controller (see /proc/PID/cgroup), or it cannot be read")
              .formatted(wakeupsOf));
    }
    return options.withKinds(all).withWaitsOf(target);
  }

  private static Profile merge(List<ProfileWindow> windows, SampleKind kind) {
    WindowMerger merger = new WindowMerger(kind);
    windows.forEach(merger::add);
    return merger.merge();
  }

  /** Other kinds go into files beside the one of CPU time: {@code host.page-faults.pb.gz}. */
  private Path fileOf(SampleKind kind) {
    String name = String.valueOf(out.getFileName());
    int dot = name.indexOf('.', 1);
    return out.resolveSibling(
        dot < 0
            ? name + "." + kind.wireName()
            : name.substring(0, dot) + "." + kind.wireName() + name.substring(dot));
  }

  /** Unwind tables of earlier recordings are used again. */
  private static Path tables() {
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .filter(directory -> !directory.isBlank())
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("kedge/unwind-tables");
  }

  /** Fails before half an hour was sampled for nothing. */
  private static void checkWritable(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory) || !Files.isWritable(directory)) {
      throw new IOException(file + ": its directory does not exist or cannot be written to");
    }
  }

  private static void waitFor(Duration duration, PrintWriter err) throws InterruptedException {
    long end = System.nanoTime() + duration.toNanos();
    boolean terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    long left = duration.toMillis();
    while (left > 0) {
      if (terminal) {
        err.print("\rsampling, %d s left ".formatted((left + 999) / 1000));
        err.flush();
      }
      Thread.sleep(Math.min(left, terminal ? 1000 : Long.MAX_VALUE));
      left = (end - System.nanoTime()) / 1_000_000;
    }
    if (terminal) {
      err.print("\r\033[K");
    }
  }
}
