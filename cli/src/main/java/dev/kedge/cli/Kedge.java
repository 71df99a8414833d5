package dev.kedge.cli;

import dev.kedge.cli.bandwidth.BandwidthCommand;
import dev.kedge.cli.patches.PatchesCommand;
import dev.kedge.cli.verify.VerifyCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The {@code kedge} command: dispatches to its sub-commands and turns failures into exit codes. */
@Command(
    name = "kedge",
    description = "Moves a fleet of Linux machines to a new kernel and keeps it stable there.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      AgentCommand.class,
      ReportCommand.class,
      ProfileCommand.class,
      BandwidthCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {
      "",
      "Watch this host:            kedge up",
      "Name the crash in a log:    kedge report console.log",
      "Profile for half a minute:  kedge profile record --duration 30s --out host.pb.gz",
      "",
      "Exit codes: 0 ok, 1 finding or failed gate, 2 usage, 3 the environment cannot do it."
    })
public final class Kedge implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** The whole command line, ready to execute; used by {@link #main} and by tests. */
  public static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Kedge());
    if (isInstalled("/dev/kedge/verify/VerifyException.class")) {
      line.addSubcommand(new VerifyCommand());
    }
    if (isInstalled("/dev/kedge/server/KedgeServer.class")) {
      line.addSubcommand(new UpCommand());
      line.addSubcommand(new ServerCommand());
    }
    if (isInstalled("/dev/kedge/patches/PatchesException.class")) {
      line.addSubcommand(new PatchesCommand());
    }
    line.setExecutionExceptionHandler(Kedge::explain);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.setUsageHelpLongOptionsMaxWidth(30);
    line.registerConverter(java.time.Duration.class, new DurationText());
    line.registerConverter(ByteSize.class, new ByteSize.Converter());
    return line;
  }

  /** The distribution for watched hosts holds the agent alone. */
  private static boolean isInstalled(String file) {
    return Kedge.class.getResource(file) != null;
  }

  /** Messages for people, not stack traces: the trace follows only when KEDGE_TRACE is set. */
  private static int explain(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
    PrintWriter err = line.getErr();
    String message = failure.getMessage();
    err.println("kedge: " + (message == null ? failure.toString() : message));
    if (System.getenv("KEDGE_TRACE") != null) {
      failure.printStackTrace(err);
    }
    return ExitCode.of(failure);
  }

  /** Runs the command and exits with its code. */
  public static void main(String[] args) {
    System.exit(run(System.out, System.err, args));
  }

  /** Runs the command; all it wrote is in the streams when this returns. */
  static int run(PrintStream standardOut, PrintStream standardError, String... args) {
    // Writers of their own for each sub-command, as picocli makes them, would be lost unflushed.
    PrintWriter out = new PrintWriter(standardOut, true);
    PrintWriter err = new PrintWriter(standardError, true);
    CommandLine line = commandLine();
    line.setOut(out);
    line.setErr(err);
    int code = line.execute(args);
    out.flush();
    err.flush();
    return code;
  }
}
