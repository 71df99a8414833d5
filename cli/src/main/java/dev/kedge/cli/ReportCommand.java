package dev.kedge.cli;

import dev.kedge.model.Printable;
import dev.kedge.report.LogReading;
import dev.kedge.report.ReportParser;
import dev.kedge.report.ReportRun;
import dev.kedge.report.WholeLog;
import dev.kedge.report.carrier.Carrier;
import dev.kedge.report.carrier.CarrierException;
import dev.kedge.report.fingerprint.RuleChanges;
import dev.kedge.report.rules.RuleFile;
import dev.kedge.report.rules.RuleSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

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
      "  kedge report hang console.log",
      "  kedge report symbolize console.log --vmlinux vmlinux",
      "  kedge report --explain host1.log host2.log",
      "  kedge report --server https://kedge.example:7878/ --host web-7 console.log",
      "  kedge report --print-rules frames.rules",
      "  kedge report --rules my-frames.rules --against /var/log/consoles",
      "",
      "Reads dmesg, consoles, journalctl, syslog, /dev/kmsg, netconsole, pstore and logcat, also",
      "packed by gzip, zstd or xz. Exit code 0 also when reports were found, unless --exit-code is",
      "given; 1 when --explain finds two issues, or --against a change."
    })
final class ReportCommand implements CommandGroup, Callable<Integer> {
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
      names = "--explain",
      description = "say why the first reports of two FILEs are, or are not, one issue")
  private boolean explain;

  @Option(
      names = "--against",
      paramLabel = "DIR",
      description = "what --rules would merge, split or rename in the logs below DIR")
  private @Nullable Path against;

  @Option(
      names = "--print-rules",
      paramLabel = "NAME",
      description = "print a shipped rules file, such as frames.rules")
  private @Nullable String printRules;

  @Option(
      names = "--carrier",
      paramLabel = "NAME",
      description = "what the log is, when it is not to be found out: see docs/cli.md")
  private String carrier = "";

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "send the logs to this server and print the issues they met")
  private @Nullable URI server;

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description = "with --server: the host the logs are of, default this machine")
  private @Nullable String host;

  @Mixin private TokenOption token = new TokenOption();

  @Mixin private RulesOption rules = new RulesOption();

  @Override
  public List<String> subcommands() {
    return List.of("hang", "score", "symbolize");
  }

  @Override
  public Object subcommand(String name) {
    return switch (name) {
      case "hang" -> new ReportHangCommand();
      case "score" -> new ReportScoreCommand();
      case "symbolize" -> new ReportSymbolizeCommand();
      default -> throw new IllegalArgumentException(name);
    };
  }

  @Override
  public Integer call() throws IOException {
    if (printRules != null) {
      return printRules(printRules);
    }
    ReportParser parser = rules.parser();
    if (against != null) {
      return tryRules(parser, against);
    }
    if (server != null) {
      return upload(new ReportUpload(server, host, token.token()));
    }
    return explain ? explain(parser) : report(parser);
  }

  private int report(ReportParser parser) {
    Set<Carrier> carriers = carriers();
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    boolean found = false;
    boolean unreadable = false;
    for (String file : files.isEmpty() ? List.of(ReportInput.STANDARD_INPUT) : files) {
      try {
        for (ReportInput input : ReportInput.of(file)) {
          WholeLog log = parser.open(carriers);
          List<String> damages = input.feed(log);
          LogReading reading = log.finish();
          List<ReportRun> runs = ReportRun.of(reading.reports(), parser);
          found |= !runs.isEmpty();
          if (json) {
            out.println(ReportJson.line(input.name(), reading, runs, damages, parser));
          } else {
            String name = ReportText.name(input.name());
            ReportText.print(out, name, runs, text);
            ReportEvents.print(out, name, reading.events());
            ReportLosses.lines(reading, damages)
                .forEach(line -> err.println("kedge report: " + name + ": " + line));
          }
        }
      } catch (IOException | CarrierException | InvalidPathException e) {
        unreadable = true;
        String reason =
            e instanceof IOException io ? FileFailure.reason(io) : String.valueOf(e.getMessage());
        err.println("kedge report: " + ReportText.name(file) + ": " + Printable.of(reason, 400));
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

  private int upload(ReportUpload upload) {
    PrintWriter out = spec.commandLine().getOut();
    boolean found = false;
    boolean failed = false;
    for (String file : files.isEmpty() ? List.of(ReportInput.STANDARD_INPUT) : files) {
      try {
        for (ReportInput input : ReportInput.of(file)) {
          List<String> damages = new ArrayList<>();
          JsonNode answer = upload.send(input, damages);
          found |= ReportUpload.found(answer);
          if (json) {
            out.println(ReportUpload.json(input.name(), answer));
          } else {
            upload.print(out, input.name(), answer);
          }
          damages.forEach(damage -> say(input.name(), damage));
        }
      } catch (IOException | CarrierException | InvalidPathException e) {
        failed = true;
        say(file, e instanceof IOException io ? FileFailure.reason(io) : e.getMessage());
      }
      out.flush();
    }
    return failed ? ExitCode.ENVIRONMENT : found && exitCode ? ExitCode.FINDING : ExitCode.OK;
  }

  private void say(String file, @Nullable String what) {
    String text = Printable.of(String.valueOf(what), 400);
    spec.commandLine().getErr().println("kedge report: " + ReportText.name(file) + ": " + text);
  }

  private int explain(ReportParser parser) throws IOException {
    if (files.size() != 2) {
      throw new ParameterException(spec.commandLine(), "--explain compares two FILEs");
    }
    PrintWriter out = spec.commandLine().getOut();
    ReportExplanation why = new ReportExplanation(files.getFirst(), files.getLast(), parser);
    if (json) {
      out.println(why.json());
    } else {
      why.print(out);
    }
    return why.same() ? ExitCode.OK : ExitCode.FINDING;
  }

  private int tryRules(ReportParser then, Path directory) throws IOException {
    if (!rules.given() || !files.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--against DIR needs --rules FILE and no other FILE");
    }
    PrintWriter out = spec.commandLine().getOut();
    RuleTrialFolder folder = new RuleTrialFolder(then, spec.commandLine().getErr());
    RuleChanges result = folder.run(directory);
    if (json) {
      out.println(RuleTrialText.json(result));
    } else {
      RuleTrialText.print(out, result);
    }
    if (folder.unreadable() > 0) {
      return ExitCode.ENVIRONMENT;
    }
    return result.changes().isEmpty() ? ExitCode.OK : ExitCode.FINDING;
  }

  private int printRules(String name) {
    if (!RuleSet.SHIPPED.contains(name)) {
      throw new ParameterException(
          spec.commandLine(), "--print-rules takes one of " + String.join(", ", RuleSet.SHIPPED));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(RuleFile.shippedText(name));
    out.flush();
    return ExitCode.OK;
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
}
