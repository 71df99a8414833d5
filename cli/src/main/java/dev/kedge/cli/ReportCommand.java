package dev.kedge.cli;

import dev.kedge.model.Printable;
import dev.kedge.report.KernelReport;
import dev.kedge.report.ReportParser;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
    subcommands = {ReportHangCommand.class, ReportSymbolizeCommand.class},
    footer = {
      "",
      "Examples:",
      "  kedge report /var/log/console.log",
      "  dmesg | kedge report --json",
      "  kedge report hang console.log",
      "  kedge report symbolize console.log --vmlinux vmlinux",
      "",
      "Logs may be gzipped. Exit code 0 also when reports were found, unless --exit-code is given."
    })
final class ReportCommand implements Callable<Integer> {
  private static final int MAX_LOG_BYTES = 512 << 20;
  private static final String STANDARD_INPUT = "-";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..*", paramLabel = "FILE", description = "console logs; - or none: stdin")
  private List<String> files = List.of();

  @Option(names = "--json", description = "one JSON object per file and line, see docs/cli.md")
  private boolean json;

  @Option(names = "--exit-code", description = "exit with 1 when a report was found")
  private boolean exitCode;

  @Option(names = "--text", description = "also print the text of each region")
  private boolean text;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    ReportParser parser = new ReportParser();
    boolean found = false;
    boolean unreadable = false;
    for (String file : files.isEmpty() ? List.of(STANDARD_INPUT) : files) {
      try {
        List<KernelReport> reports = parser.parse(read(file));
        found |= !reports.isEmpty();
        if (json) {
          out.println(ReportJson.line(file, reports));
        } else {
          print(out, file, reports);
        }
      } catch (IOException e) {
        unreadable = true;
        err.println("kedge report: " + Printable.of(file, 200) + ": " + FileFailure.reason(e));
        if (json) {
          out.println(ReportJson.error(file, FileFailure.reason(e)));
        }
      }
      out.flush();
    }
    if (unreadable) {
      return ExitCode.ENVIRONMENT;
    }
    return found && exitCode ? ExitCode.FINDING : ExitCode.OK;
  }

  static byte[] read(String file) throws IOException {
    try (InputStream in =
        new BufferedInputStream(
            file.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(Path.of(file)))) {
      in.mark(2);
      boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
      in.reset();
      return bounded(gzip ? new GZIPInputStream(in) : in);
    }
  }

  private static byte[] bounded(InputStream in) throws IOException {
    byte[] log = in.readNBytes(MAX_LOG_BYTES);
    if (in.read() >= 0) {
      throw new IOException(
          "larger than %s; cut it with split -C 500M and pass the parts"
              .formatted(ByteSize.text(MAX_LOG_BYTES)));
    }
    return log;
  }

  private void print(PrintWriter out, String file, List<KernelReport> reports) {
    String name = file.equals(STANDARD_INPUT) ? "stdin" : Printable.of(file, 400);
    if (reports.isEmpty()) {
      out.println(name + ": no kernel report");
    }
    for (KernelReport report : reports) {
      out.println("%s:%d-%d".formatted(name, report.startLine(), report.endLine()));
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
