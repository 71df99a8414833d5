package dev.kedge.cli.bandwidth;

import dev.kedge.bandwidth.Kernel;
import dev.kedge.bandwidth.host.HostSnapshot;
import dev.kedge.bandwidth.host.SnapshotFile;
import dev.kedge.bandwidth.host.SwitchReader;
import dev.kedge.bandwidth.host.SwitchRecording;
import dev.kedge.bandwidth.whatif.GroupAnswer;
import dev.kedge.bandwidth.whatif.HostAnswer;
import dev.kedge.bandwidth.whatif.LimitChange;
import dev.kedge.bandwidth.whatif.Question;
import dev.kedge.bandwidth.whatif.Target;
import dev.kedge.bandwidth.whatif.WhatIf;
import dev.kedge.cli.ExitCode;
import dev.kedge.cli.FileFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code kedge bandwidth whatif}: what another limit or another kernel would do to a host. */
@Command(
    name = "whatif",
    description = {
      "Says which groups of a host are throttled and by which limit, which quota or burst would be",
      "enough, what another kernel would change, and whether it matters. Figures are bands (5 to"
          + " 95",
      "%) over phases and placements."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  kedge bandwidth whatif",
      "  kedge bandwidth whatif --snapshot host.json --group /kubepods/pod7/app --target p99=20ms",
      "  kedge bandwidth whatif --snapshot host.json --group /batch --quota 150000 --kernel 6.18"
    })
final class WhatIfCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--snapshot",
      paramLabel = "FILE",
      description = "saved by 'kedge bandwidth snapshot'; without it this host is observed")
  private @Nullable Path snapshot;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      defaultValue = "10s",
      description = "how long to observe this host, default 10s")
  private Duration interval = ObservationInterval.DEFAULT;

  @Option(
      names = "--group",
      paramLabel = "PATH",
      description = "answer for this group in full; without it the worst groups in short")
  private @Nullable String group;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "10",
      description = "groups simulated when no group is named, default 10")
  private int top;

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      defaultValue = "not-throttled=99%",
      description = "not-throttled=99%% (of periods) or p99=20ms (of activations)")
  private String target = "not-throttled=99%";

  @Option(names = "--quota", paramLabel = "US", description = "try this quota, -1 for none")
  private @Nullable Long quota;

  @Option(names = "--period", paramLabel = "US", description = "try this period")
  private @Nullable Long period;

  @Option(names = "--burst", paramLabel = "US", description = "try this burst")
  private @Nullable Long burst;

  @Option(
      names = "--kernel",
      paramLabel = "RELEASE",
      split = ",",
      description = "kernels to compare with, such as 6.18; default one of each mechanism")
  private List<String> kernels = List.of();

  @Option(
      names = "--sched-switch",
      paramLabel = "FILE",
      description = "replay this recording (perf sched script, trace_pipe) as the group's load")
  private @Nullable Path schedSwitch;

  @Option(
      names = "--comm",
      paramLabel = "PREFIX",
      defaultValue = "",
      description = "of the recording only threads whose name begins so")
  private String comm = "";

  @Mixin private PhaseOptions runs = new PhaseOptions(32);

  @Option(names = "--json", description = "print the answer as JSON, see docs/cli.md")
  private boolean json;

  @Option(names = "--exit-code", description = "exit with 1 when a group misses the target today")
  private boolean exitCode;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Question question =
        new Question(
            Target.parse(target),
            new LimitChange(optional(quota), optional(period), optional(burst)),
            kernels.stream().map(Kernel::release).toList(),
            runs.phases(),
            runs.seed());
    String only = group;
    if (only == null && (!question.change().isNone() || schedSwitch != null)) {
      throw new IllegalArgumentException(
          "--quota, --period, --burst and --sched-switch need --group: whose limit is meant?");
    }
    try {
      HostSnapshot host = host();
      WhatIf whatIf = new WhatIf(host, question, progress());
      return only == null ? survey(whatIf) : one(whatIf, host, only);
    } catch (FileSystemException e) {
      throw new IOException(e.getFile() + ": " + FileFailure.reason(e), e);
    }
  }

  private HostSnapshot host() throws IOException, InterruptedException {
    return snapshot == null
        ? new LiveSnapshot(Path.of("/"), InstantSource.system())
            .take(ObservationInterval.checked(interval, spec.commandLine().getErr()))
        : SnapshotFile.read(snapshot);
  }

  private java.util.function.Consumer<String> progress() {
    PrintWriter err = spec.commandLine().getErr();
    long start = System.nanoTime();
    return what -> {
      if (System.nanoTime() - start > 2_000_000_000L) {
        err.println("simulating: " + what);
        err.flush();
      }
    };
  }

  private int survey(WhatIf whatIf) {
    HostAnswer answer = whatIf.survey(top);
    if (json) {
      print(answer);
    } else {
      new WhatIfText(spec.commandLine().getOut(), target).host(answer);
    }
    return exit(answer.details());
  }

  private int one(WhatIf whatIf, HostSnapshot host, String path) throws IOException {
    GroupAnswer answer;
    if (schedSwitch == null) {
      answer = whatIf.group(path);
    } else {
      SwitchRecording recording =
          SwitchReader.read(schedSwitch, (tid, name) -> name.startsWith(comm));
      answer = whatIf.group(path, recording);
    }
    if (json) {
      print(answer);
    } else {
      new WhatIfText(spec.commandLine().getOut(), target).group(answer, host.kernelRelease());
    }
    return exit(List.of(answer));
  }

  private int exit(List<GroupAnswer> answers) {
    return exitCode && answers.stream().anyMatch(answer -> !answer.meetsTarget())
        ? ExitCode.FINDING
        : ExitCode.OK;
  }

  private void print(Object answer) {
    spec.commandLine().getOut().println(JsonMapper.shared().writeValueAsString(answer));
  }

  private static OptionalLong optional(@Nullable Long value) {
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
