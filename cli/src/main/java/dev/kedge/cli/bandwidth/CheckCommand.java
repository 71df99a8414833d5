package dev.kedge.cli.bandwidth;

import dev.kedge.bandwidth.check.FileWrite;
import dev.kedge.bandwidth.check.Finding;
import dev.kedge.bandwidth.check.LimitCheck;
import dev.kedge.bandwidth.check.LimitRules;
import dev.kedge.bandwidth.check.Severity;
import dev.kedge.bandwidth.host.HostSnapshot;
import dev.kedge.bandwidth.host.SnapshotFile;
import dev.kedge.cli.ExitCode;
import dev.kedge.cli.FileFailure;
import dev.kedge.model.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kedge bandwidth check}: finds the dangerous CPU limits of a host. */
@Command(
    name = "check",
    description = {
      "Finds dangerous CPU limits: too small for the tick or for a lock holder, beating against"
          + " the",
      "tick, above their parent, without effect; with the reason and the write that mends each."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  kedge bandwidth check",
      "  kedge bandwidth check --snapshot host.json.gz --fail-on high --json",
      "",
      "Exit code 1 when something of the severity of --fail-on or worse was found."
    })
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--snapshot",
      paramLabel = "FILE",
      description = "check a host saved by 'kedge bandwidth snapshot' instead of this one")
  private Optional<Path> snapshot = Optional.empty();

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      defaultValue = "1s",
      description = "how long to observe this host, 1s to 15m, default 1s")
  private Duration interval = Duration.ofSeconds(1);

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      defaultValue = "medium",
      description = "exit with 1 from there on: info, low, medium or high, default medium")
  private String failOn = "medium";

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = "use these rules instead of the built-in ones")
  private Optional<Path> rules = Optional.empty();

  @Option(names = "--all", description = "also list findings of severity info")
  private boolean all;

  @Option(names = "--json", description = "print the findings as JSON")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    Severity worst = Severity.of(failOn.toLowerCase(Locale.ROOT));
    LimitCheck check =
        rules.isPresent() ? new LimitCheck(read(rules.get(), LimitRules::read)) : new LimitCheck();
    HostSnapshot host =
        snapshot.isPresent()
            ? read(snapshot.get(), SnapshotFile::read)
            : new LiveSnapshot(Path.of("/"), InstantSource.system())
                .take(ObservationInterval.checked(interval, spec.commandLine().getErr()));
    List<Finding> findings = check.findings(host);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(CheckJson.text(host, findings));
    } else {
      print(out, host, findings);
    }
    out.flush();
    return findings.stream().anyMatch(finding -> finding.severity().compareTo(worst) >= 0)
        ? ExitCode.FINDING
        : ExitCode.OK;
  }

  private interface Reader<T> {
    T read(Path file) throws IOException;
  }

  private static <T> T read(Path file, Reader<T> reader) {
    try {
      return reader.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(
          Printable.of(file.toString(), 200) + ": " + FileFailure.reason(e), e);
    }
  }

  private void print(PrintWriter out, HostSnapshot host, List<Finding> findings) {
    long limited = host.groups().stream().filter(group -> group.limit().limited()).count();
    out.println(
        "Linux %s, %d CPUs; groups: %d, with a limit: %d; findings: %s"
            .formatted(
                Printable.of(host.kernelRelease(), 80),
                host.cpus(),
                host.groups().size(),
                limited,
                findings.isEmpty() ? "none" : counts(findings)));
    List<Finding> shown =
        findings.stream().filter(finding -> all || finding.severity() != Severity.INFO).toList();
    for (Finding finding : shown) {
      out.println();
      out.println(
          "%-6s  %s  (cpu.max %s)  %s"
              .formatted(
                  finding.severity().label(),
                  Printable.of(finding.group(), 300),
                  finding.limit().cpuMax(),
                  finding.rule()));
      wrap(out, finding.reason());
      for (FileWrite write : finding.fix().writes()) {
        out.println(
            "        write  %s: %s".formatted(Printable.of(write.file(), 300), write.value()));
      }
      wrap(out, finding.fix().advice());
    }
    if (shown.size() < findings.size()) {
      out.println();
      out.println("Findings of severity info are not listed; --all lists them.");
    }
    if (!host.unread().isEmpty()) {
      out.println();
      host.unread().stream().limit(20).forEach(text -> out.println("not read: " + text));
      if (host.unread().size() > 20) {
        out.println("not read: %d more".formatted(host.unread().size() - 20));
      }
    }
  }

  /** Such as {@code 2 high, 1 info}. */
  private static String counts(List<Finding> findings) {
    return findings.stream()
        .collect(Collectors.groupingBy(Finding::severity, TreeMap::new, Collectors.counting()))
        .descendingMap()
        .entrySet()
        .stream()
        .map(entry -> entry.getValue() + " " + entry.getKey().label())
        .collect(Collectors.joining(", "));
  }

  /** A paragraph of at most 100 columns. */
  private static void wrap(PrintWriter out, String text) {
    StringBuilder line = new StringBuilder("       ");
    for (String word : Printable.of(text, 4_000).split(" ", -1)) {
      if (line.length() + 1 + word.length() > 100) {
        out.println(line);
        line = new StringBuilder("       ");
      }
      line.append(' ').append(word);
    }
    out.println(line);
  }
}
