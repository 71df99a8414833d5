package dev.kedge.cli.bandwidth;

import dev.kedge.bandwidth.host.HostSnapshot;
import dev.kedge.bandwidth.host.PlausibleHost;
import dev.kedge.bandwidth.host.SnapshotFile;
import dev.kedge.cli.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code kedge bandwidth snapshot}: saves what the groups of this host do, to ask about it later.
 */
@Command(
    name = "snapshot",
    description = {
      "Observes the CPU limits, counters and threads of this host's cgroups for a while and writes",
      "them to a file for 'kedge bandwidth whatif --snapshot'."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  kedge bandwidth snapshot --interval 30s --out host.json.gz",
      "  kedge bandwidth snapshot --generate 1000 --seed 1 --out made-up.json"
    })
final class SnapshotCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "file to write; gzipped if it ends in .gz")
  private Path out = Path.of("host.json");

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      defaultValue = "10s",
      description = "how long to observe, 1s to 15m, default 10s")
  private Duration interval = ObservationInterval.DEFAULT;

  @Option(
      names = "--generate",
      paramLabel = "CONTAINERS",
      defaultValue = "0",
      description = "make up a container host of this size instead of observing this one")
  private int generate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "of the made-up host, default 1")
  private long seed;

  @Option(names = "--json", description = "print a summary as JSON")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    HostSnapshot snapshot =
        generate > 0
            ? PlausibleHost.snapshot(generate, seed)
            : new LiveSnapshot(Path.of("/"), InstantSource.system())
                .take(ObservationInterval.checked(interval, spec.commandLine().getErr()));
    SnapshotFile.write(snapshot, out);
    PrintWriter print = spec.commandLine().getOut();
    long limited = snapshot.groups().stream().filter(group -> group.limit().limited()).count();
    if (json) {
      Map<String, Object> summary = new LinkedHashMap<>();
      summary.put("file", out.toString());
      summary.put("kernel", snapshot.kernelRelease());
      summary.put("groups", snapshot.groups().size());
      summary.put("limited", limited);
      summary.put("unread", snapshot.unread());
      print.println(JsonMapper.shared().writeValueAsString(summary));
      return ExitCode.OK;
    }
    print.println(
        "%d groups, %d with a limit, over %.1f s, written to %s"
            .formatted(snapshot.groups().size(), limited, snapshot.intervalNs() / 1e9, out));
    snapshot.unread().stream().limit(20).forEach(text -> print.println("not read: " + text));
    return ExitCode.OK;
  }
}
