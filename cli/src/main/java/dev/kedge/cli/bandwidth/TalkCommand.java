package dev.kedge.cli.bandwidth;

import dev.kedge.bandwidth.BandwidthException;
import dev.kedge.bandwidth.talk.Experiment;
import dev.kedge.bandwidth.talk.Settings;
import dev.kedge.bandwidth.talk.TalkResult;
import dev.kedge.cli.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code kedge bandwidth talk}: the experiments of the talk on bandwidth control. */
@Command(
    name = "talk",
    description = {
      "Simulates an experiment of the talk on CPU bandwidth control (docs/bandwidth.md) and prints",
      "what the talk says beside what the model gives. Without a name: lists the experiments."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  kedge bandwidth talk",
      "  kedge bandwidth talk stranded-lock --svg waits.svg",
      "  kedge bandwidth talk unthrottle-cost --duration 2s --json"
    })
final class TalkCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "the experiment")
  private @Nullable String name;

  @Option(names = "--json", description = "print the figures as one JSON object")
  private boolean json;

  @Option(names = "--svg", paramLabel = "FILE", description = "draw the picture into this file")
  private @Nullable Path svg;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "draw phases and spans from this seed, default 1")
  private long seed;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = TimeOption.class,
      description = "simulate so long, such as 2s, where the experiment lets it be chosen")
  private @Nullable Long durationNs;

  @Option(names = "--cpus", paramLabel = "N", description = "CPUs, for unthrottle-cost")
  private @Nullable Integer cpus;

  @Option(
      names = "--width",
      paramLabel = "COLUMNS",
      defaultValue = "100",
      description = "width of drawn time lines, default 100")
  private int width;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (name == null) {
      list(out);
      return ExitCode.OK;
    }
    TalkResult result = experiment(name).run(settings());
    if (svg != null) {
      Files.writeString(svg, result.svg().orElseThrow(this::noPicture));
    }
    out.print(
        json
            ? JsonMapper.builder().build().writeValueAsString(result.json()) + "\n"
            : result.text());
    out.flush();
    return ExitCode.OK;
  }

  private void list(PrintWriter out) {
    if (json) {
      Map<String, String> names = new LinkedHashMap<>();
      Experiment.all().forEach(each -> names.put(each.name(), each.summary()));
      out.println(JsonMapper.builder().build().writeValueAsString(names));
    } else {
      Experiment.all().forEach(each -> out.printf("%-18s%s%n", each.name(), each.summary()));
    }
    out.flush();
  }

  private static Experiment experiment(String name) {
    return Experiment.named(name)
        .orElseThrow(() ->
            new BandwidthException(
                "there is no experiment '%s': expected one of %s"
                    .formatted(
                        name,
                        Experiment.all().stream()
                            .map(Experiment::name)
                            .collect(Collectors.joining(", ")))));
  }

  private Settings settings() {
    PrintWriter err = spec.commandLine().getErr();
    return new Settings(
        seed,
        durationNs == null ? OptionalLong.empty() : OptionalLong.of(durationNs),
        cpus == null ? OptionalInt.empty() : OptionalInt.of(cpus),
        width,
        (run, length) -> new SimulationProgress(err, run, length));
  }

  private BandwidthException noPicture() {
    return new BandwidthException("%s has no picture: leave --svg out".formatted(name));
  }
}
