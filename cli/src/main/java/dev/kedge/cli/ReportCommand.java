package dev.kedge.cli;

import dev.kedge.model.Printable;
import dev.kedge.report.HostReport;
import dev.kedge.report.KernelReport;
import dev.kedge.report.LogReading;
import dev.kedge.report.ReportParser;
import dev.kedge.report.WholeLog;
import dev.kedge.report.carrier.Carrier;
import dev.kedge.report.carrier.CarrierException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kedge report}: names the kernel reports in console logs. */
@Command(
    name = "report",
    description = {
      "Finds the kernel reports (panics, oopses, warnings, hung tasks, stalls ...) in console logs",
      "and prints title, type, blamed frame and region of each."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  kedge report /var/log/console.log",
      "  dmesg | kedge report --json",
      "  journalctl -k -b -1 -o export | kedge report",
      "  kedge report /var/lib/systemd/pstore",
      "",
      "Reads dmesg, consoles, journalctl, syslog, /dev/kmsg, netconsole, pstore and logcat, also",
      "packed by gzip, zstd or xz. Exit code 0 also when reports were found, unless --exit-code is",
      "given."
    })
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "logs, or folders of pstore parts; - or none: stdin")
  private List<String> files = List.of();

  @Option(names = "--json", description = "one JSON object per file and line, see docs/cli.md")
  private boolean json;

  @Option(names = "--exit-code", description = "exit with 1 when a report was found")
  private boolean exitCode;

  @Option(names = "--text", description = "also print the text of each region")
  private boolean text;

  @Option(
      names = "--carrier",
      paramLabel = "NAME",
      description = "what the log is, when it is not to be found out: see docs/cli.md")
  private String carrier = "";

  @Override
  public Integer call() {
    Set<Carrier> carriers = carriers();
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    ReportParser parser = new ReportParser();
    boolean found = false;
    boolean unreadable = false;
    for (String file : files.isEmpty() ? List.of(ReportInput.STANDARD_INPUT) : files) {
      try {
        for (ReportInput input : ReportInput.of(file)) {
          WholeLog log = parser.open(carriers);
          List<String> damages = input.feed(log);
          LogReading reading = log.finish();
          found |= !reading.reports().isEmpty();
          if (json) {
            out.println(ReportJson.line(input.name(), reading, damages));
          } else {
            print(out, input.name(), reading);
            ReportLosses.lines(reading, damages)
                .forEach(line -> err.println("kedge report: " + shown(input.name()) + ": " + line));
          }
        }
      } catch (IOException | CarrierException | InvalidPathException e) {
        unreadable = true;
        String reason = e instanceof IOException io ? FileFailure.reason(io) : e.getMessage();
        err.println("kedge report: " + shown(file) + ": " + Printable.of(reason, 400));
        if (json) {
          out.println(ReportJson.error(file, reason));
        }
      }
      out.flush();
    }
    if (unreadable) {
      return ExitCode.ENVIRONMENT;
    }
    return found && exitCode ? ExitCode.FINDING : ExitCode.OK;
  }

  /** All carriers, or the one the user names. */
  private Set<Carrier> carriers() {
    if (carrier.isEmpty()) {
      return EnumSet.allOf(Carrier.class);
    }
    return Set.of(
        Carrier.of(carrier)
            .orElseThrow(() ->
                new ParameterException(
                    spec.commandLine(),
                    "--carrier %s: there is no such carrier; it is one of %s"
                        .formatted(Printable.of(carrier, 40), Carrier.labels()))));
  }

  private static String shown(String file) {
    return file.equals(ReportInput.STANDARD_INPUT) ? "stdin" : Printable.of(file, 400);
  }

  private void print(PrintWriter out, String file, LogReading reading) {
    String name = shown(file);
    if (reading.reports().isEmpty()) {
      out.println(name + ": no kernel report");
    }
    for (HostReport found : reading.reports()) {
      KernelReport report = found.report();
      out.println("%s:%d-%d".formatted(name, report.startLine(), report.endLine()));
      if (!found.host().isEmpty()) {
        out.println("  host   " + Printable.of(found.host(), 255));
      }
      out.println("  title  " + Printable.of(report.title(), 400));
      report.alternativeTitles().forEach(alt -> out.println("  alt    " + Printable.of(alt, 400)));
      out.println("  type   " + report.type().label() + flags(report));
      report.frame().ifPresent(frame -> out.println("  frame  " + Printable.of(frame, 400)));
      if (text) {
        report.text().lines().forEach(line -> out.println("  | " + Printable.of(line, 1000)));
      }
    }
  }

  private static String flags(KernelReport report) {
    return (report.panicked() ? ", panicked" : "")
        + (report.corrupted() ? ", corrupted" : "")
        + (report.suppressed() ? ", suppressed" : "");
  }
}
