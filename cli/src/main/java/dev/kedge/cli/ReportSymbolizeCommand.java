package dev.kedge.cli;

import dev.kedge.model.BuildId;
import dev.kedge.model.Printable;
import dev.kedge.report.carrier.CarrierException;
import dev.kedge.report.symbol.LogSymbolizer;
import dev.kedge.report.symbol.SymbolException;
import dev.kedge.report.symbol.Symbols;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code kedge report symbolize}: a log with source lines. */
@Command(
    name = "symbolize",
    description = {
      "Prints a log with file and line behind each frame, lines for inlined functions, and the",
      "instructions of Code: lines with the trapping one marked."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  kedge report symbolize oops.log --vmlinux /usr/lib/debug/boot/vmlinux-6.12.9",
      "  kedge report symbolize oops.log --system-map /boot/System.map-6.12.9",
      "",
      "What could not be found is counted on stderr. Exit code 3 when a file cannot be read, or",
      "the log names the build-id of another kernel than --vmlinux is of."
    })
final class ReportSymbolizeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "FILE", description = "a console log, or - for stdin")
  private String file = "";

  @Option(names = "--vmlinux", paramLabel = "FILE", description = "the kernel with debug data")
  private Optional<Path> vmlinux = Optional.empty();

  @Option(
      names = "--system-map",
      paramLabel = "FILE",
      description = "System.map or a copy of /proc/kallsyms: names addresses that stand alone")
  private Optional<Path> systemMap = Optional.empty();

  @Option(
      names = "--modules",
      paramLabel = "DIR",
      description = "directory with .ko or .ko.debug files, at any depth")
  private Optional<Path> modules = Optional.empty();

  @Option(names = "--force", description = "go on when --vmlinux is of another build")
  private boolean force;

  @Option(names = "--json", description = "print one JSON object, see docs/cli.md")
  private boolean json;

  @Override
  public Integer call() {
    try (Symbols symbols = Symbols.open(vmlinux, systemMap, modules)) {
      return print(symbols, log());
    } catch (SymbolException | CarrierException | InvalidPathException e) {
      return refuse(Printable.of(String.valueOf(e.getMessage()), 400));
    } catch (IOException e) {
      return refuse(Printable.of(e.getMessage() == null ? file : e.getMessage(), 400));
    }
  }

  private byte[] log() throws IOException {
    ReportInput input = ReportInput.only(file);
    return input.bytes(damage -> refuse(ReportText.name(file) + ": " + Printable.of(damage, 400)));
  }

  private int refuse(String reason) {
    spec.commandLine().getErr().println("kedge report symbolize: " + reason);
    return ExitCode.ENVIRONMENT;
  }

  private int print(Symbols symbols, byte[] log) {
    PrintWriter out = spec.commandLine().getOut();
    LogSymbolizer symbolizer = new LogSymbolizer(symbols);
    List<String> lines = new ArrayList<>();
    symbolizer.symbolize(log, lines::add);
    if (symbolizer.otherKernel() && !force) {
      return refuse(
          "the log is of the kernel with build-id %s, --vmlinux of %s; --force goes on"
              .formatted(text(symbolizer.kernelBuildId()), text(symbols.kernelBuildId())));
    }
    if (json) {
      out.println(object(symbols, symbolizer, lines));
    } else {
      lines.forEach(line -> out.println(printable(line)));
      PrintWriter err = spec.commandLine().getErr();
      symbolizer.outcomes().forEach((outcome, count) -> err.println(count + " frames: " + outcome));
    }
    out.flush();
    return ExitCode.OK;
  }

  private static String object(Symbols symbols, LogSymbolizer symbolizer, List<String> lines) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("kernelBuildId", symbolizer.kernelBuildId().map(BuildId::hex).orElse(null));
    object.put("vmlinuxBuildId", symbols.kernelBuildId().map(BuildId::hex).orElse(null));
    object.put("frames", symbolizer.outcomes());
    object.put("lines", lines);
    return JsonMapper.builder().build().writeValueAsString(object);
  }

  /** The log and the debug file are written by others: only tabs are left as they are. */
  private static String printable(String line) {
    StringJoiner out = new StringJoiner("\t");
    for (String part : line.split("\t", -1)) {
      out.add(Printable.of(part, part.length()));
    }
    return out.toString();
  }

  private static String text(Optional<BuildId> id) {
    return id.map(BuildId::hex).orElse("unknown");
  }
}
