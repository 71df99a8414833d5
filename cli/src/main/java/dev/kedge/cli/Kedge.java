package dev.kedge.cli;

import dev.kedge.cli.bandwidth.BandwidthCommand;
import dev.kedge.cli.patches.PatchesCommand;
import dev.kedge.cli.verify.VerifyCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The {@code kedge} command: dispatches to its sub-commands and turns failures into exit codes. */
@Command(
    name = "kedge",
    description = "Moves a fleet of Linux machines to a new kernel and keeps it stable there.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Watch this host:            kedge up",
      "Name the crash in a log:    kedge report console.log",
      "Profile for half a minute:  kedge profile record --duration 30s --out host.pb.gz",
      "",
      "Exit codes: 0 ok, 1 finding or failed gate, 2 usage, 3 the environment cannot do it."
    })
public final class Kedge implements CommandGroup, Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Override
  public List<String> subcommands() {
    List<String> names = new ArrayList<>(List.of("agent", "report", "profile", "bandwidth"));
    if (isInstalled("/dev/kedge/verify/VerifyException.class")) {
      names.add("verify");
    }
    if (isInstalled("/dev/kedge/server/KedgeServer.class")) {
      names.addAll(List.of("up", "server"));
    }
    if (isInstalled("/dev/kedge/patches/PatchesException.class")) {
      names.add("patches");
    }
    names.add("help");
    return names;
  }

  @Override
  public Object subcommand(String name) {
    return switch (name) {
      case "agent" -> new AgentCommand();
      case "report" -> new ReportCommand();
      case "profile" -> new ProfileCommand();
      case "bandwidth" -> new BandwidthCommand();
      case "verify" -> new VerifyCommand();
      case "up" -> new UpCommand();
      case "server" -> new ServerCommand();
      case "patches" -> new PatchesCommand();
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** The whole command line, ready to execute: for documents and for tests. */
  public static CommandLine commandLine() {
    return configured(CommandTree.whole(new Kedge()));
  }

  /**
   * The part of the command line that these arguments need, ready to execute them. What it cannot
   * parse is left to the whole, which knows all names to suggest.
   */
  static CommandLine commandLineFor(String... arguments) {
    CommandLine line = configured(CommandTree.reached(new Kedge(), List.of(arguments)));
    AtomicBoolean parsed = new AtomicBoolean();
    line.setExecutionStrategy(result -> {
      parsed.set(true);
      return new CommandLine.RunLast().execute(result);
    });
    IParameterExceptionHandler usual = line.getParameterExceptionHandler();
    line.setParameterExceptionHandler((failure, all) ->
        parsed.get()
            ? usual.handleParseException(failure, all)
            : commandLine().setOut(line.getOut()).setErr(line.getErr()).execute(all));
    return line;
  }

  private static CommandLine configured(CommandLine line) {
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
    PrintWriter out = new PrintWriter(standardOut, true, standardOut.charset());
    PrintWriter err = new PrintWriter(standardError, true, standardError.charset());
    CommandLine line = commandLineFor(args);
    line.setOut(out);
    line.setErr(err);
    int code = line.execute(args);
    out.flush();
    err.flush();
    return code;
  }
}
