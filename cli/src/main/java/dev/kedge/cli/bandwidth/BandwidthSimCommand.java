package dev.kedge.cli.bandwidth;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.picture.DistributionSvg;
import dev.kedge.bandwidth.picture.Run;
import dev.kedge.bandwidth.picture.RunJson;
import dev.kedge.bandwidth.picture.RunText;
import dev.kedge.bandwidth.picture.Timeline;
import dev.kedge.bandwidth.picture.TimelineSvg;
import dev.kedge.bandwidth.picture.TimelineText;
import dev.kedge.bandwidth.scenario.Scenario;
import dev.kedge.bandwidth.scenario.file.ScenarioFile;
import dev.kedge.cli.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code kedge bandwidth sim}: simulates a scenario file and shows what comes of it. */
@Command(
    name = "sim",
    description = {
      "Simulates a scenario (docs/bandwidth-scenario.md) or an rt-app workload (.json) and prints",
      "the counters of each group, the latencies of each operation and the CPU time of each task."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  kedge bandwidth sim stranded-lock.yaml --compare A,B --timeline",
      "  kedge bandwidth sim web.yaml --limit '/web=40000 100000' --json",
      "  kedge bandwidth sim rt-app.json --cpus 4 --export web.yaml"
    })
final class BandwidthSimCommand implements Callable<Integer> {
  private static final long DEFAULT_WINDOW_NS = 500_000_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "FILE", description = "scenario (YAML) or rt-app (.json)")
  private Path file = Path.of("");

  @Option(
      names = "--mechanism",
      paramLabel = "A|B|C|D",
      description = "simulate this mechanism instead of the kernel's own")
  private @Nullable String mechanism;

  @Option(names = "--kernel", paramLabel = "RELEASE", description = "simulate this kernel's rules")
  private @Nullable String kernel;

  @Option(
      names = "--compare",
      paramLabel = "A,B",
      split = ",",
      description = "simulate each of these mechanisms or releases")
  private List<String> compare = List.of();

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = TimeOption.class,
      description = "simulate so long, such as 30s")
  private @Nullable Long durationNs;

  @Option(names = "--seed", paramLabel = "N", description = "draw phases and spans from this seed")
  private @Nullable Long seed;

  @Option(names = "--cpus", paramLabel = "N", description = "CPUs to run an rt-app file on")
  private @Nullable Integer cpus;

  @Option(
      names = "--limit",
      paramLabel = "GROUP=MAX",
      description = "give a group another cpu.max line; may be repeated")
  private List<String> limits = List.of();

  @Option(names = "--json", description = "print everything as one JSON object per run and line")
  private boolean json;

  @Option(names = "--timeline", description = "draw what happened between --from and --to")
  private boolean timeline;

  @Option(
      names = "--width",
      paramLabel = "COLUMNS",
      defaultValue = "100",
      description = "width of the drawing, default 100")
  private int width;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = TimeOption.class,
      defaultValue = "0",
      description = "start of what is drawn, default 0")
  private long fromNs;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = TimeOption.class,
      description = "end of what is drawn, default 500ms after its start")
  private @Nullable Long toNs;

  @Option(names = "--svg", paramLabel = "FILE", description = "draw the time lines into this file")
  private @Nullable Path svg;

  @Option(
      names = "--latency-svg",
      paramLabel = "FILE",
      description = "draw the latency distributions into this file")
  private @Nullable Path latencySvg;

  @Option(names = "--histogram", description = "print latencies by powers of two, as bpftrace does")
  private boolean histogram;

  @Option(names = "--export", paramLabel = "FILE", description = "write the scenario as YAML")
  private @Nullable Path export;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    OptionalInt count = cpus == null ? OptionalInt.empty() : OptionalInt.of(cpus);
    Scenario scenario = changed(ScenarioInput.read(file, count, err));
    if (export != null) {
      Files.writeString(export, ScenarioFile.write(scenario));
    }
    Optional<Run.Window> window = window(scenario);
    List<Run> runs = new ArrayList<>();
    for (String rules : rules(scenario)) {
      Scenario run = scenario.withKernel(kernel(scenario.kernel(), rules));
      runs.add(Run.of(rules, run, window, new SimulationProgress(err, rules, run.durationNs())));
    }
    draw(runs);
    print(out, runs);
    out.flush();
    return ExitCode.OK;
  }

  private Scenario changed(Scenario read) {
    Scenario scenario = LimitOption.apply(limits, read);
    if (durationNs != null) {
      scenario = scenario.withDuration(durationNs);
    }
    return seed == null ? scenario : scenario.withSeed(seed);
  }

  /** The mechanisms and releases to simulate, one run each. */
  private List<String> rules(Scenario scenario) {
    int given =
        (mechanism == null ? 0 : 1) + (kernel == null ? 0 : 1) + (compare.isEmpty() ? 0 : 1);
    if (given > 1) {
      throw new BandwidthException("--mechanism, --kernel and --compare: give one of them");
    }
    if (mechanism != null) {
      if (mechanism.length() != 1) {
        throw new BandwidthException("--mechanism is A, B, C or D");
      }
      return List.of(mechanism);
    }
    if (kernel != null) {
      return List.of(kernel);
    }
    return compare.isEmpty()
        ? List.of(Character.toString(scenario.kernel().mechanism().letter()))
        : compare;
  }

  private static Kernel kernel(Kernel own, String rules) {
    return rules.length() == 1
        ? own.withMechanism(Kernel.mechanism(rules.charAt(0)).mechanism())
        : Kernel.release(rules);
  }

  private Optional<Run.Window> window(Scenario scenario) {
    if (!timeline && svg == null) {
      return Optional.empty();
    }
    long end = Math.min(scenario.durationNs(), toNs == null ? fromNs + DEFAULT_WINDOW_NS : toNs);
    if (end <= fromNs) {
      throw new BandwidthException("--from and --to leave nothing to draw within the duration");
    }
    return Optional.of(new Run.Window(fromNs, end));
  }

  private void draw(List<Run> runs) throws IOException {
    if (svg != null) {
      Files.writeString(svg, TimelineSvg.of(timelines(runs)));
    }
    if (latencySvg != null) {
      List<DistributionSvg.Series> series =
          runs.stream()
              .flatMap(run ->
                  run.result().operations().stream()
                      .map(operation ->
                          new DistributionSvg.Series(
                              operation.name() + ", " + run.label(), operation.nanoseconds())))
              .toList();
      Files.writeString(latencySvg, DistributionSvg.of(runs.getFirst().scenario().name(), series));
    }
  }

  private void print(PrintWriter out, List<Run> runs) {
    if (json) {
      JsonMapper mapper = JsonMapper.builder().build();
      runs.forEach(run -> out.println(mapper.writeValueAsString(RunJson.of(run))));
      return;
    }
    out.print(RunText.of(runs));
    if (histogram) {
      out.println();
      out.print(RunText.histograms(runs));
    }
    if (timeline) {
      for (Timeline drawn : timelines(runs)) {
        out.println();
        out.print(TimelineText.of(drawn, width));
      }
    }
  }

  private static List<Timeline> timelines(List<Run> runs) {
    return runs.stream().flatMap(run -> run.timeline().stream()).toList();
  }
}
