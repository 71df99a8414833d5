package dev.kedge.cli;

import dev.kedge.profile.Profile;
import dev.kedge.profile.filter.ProfileFilter;
import dev.kedge.profile.flame.FunctionTotal;
import dev.kedge.profile.folded.FoldedCodec;
import dev.kedge.profile.speedscope.SpeedscopeWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code kedge profile show}: the functions of a profile by their share of the CPU. */
@Command(
    name = "show",
    description = "Shows a profile: functions by their own samples, or its stacks as folded text.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  kedge profile show host.pb.gz",
      "  kedge profile show host.pb.gz --folded | flamegraph.pl > host.svg",
      "  kedge profile show host.pb.gz --filter \"command=nginx pid!=812\"",
      "  kedge profile show host.pb.gz --filter ns=pid:4026532450",
      "  kedge profile show host.pb.gz --out host.otlp",
      "  kedge profile show --server http://127.0.0.1:7878/ --filter \"kernel=6.18.*"
          + " command=nginx\""
    })
final class ProfileShowCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "pprof (.pb.gz), OTLP or folded text; or else --server")
  private @Nullable Path file;

  @Mixin private ServerProfile server = new ServerProfile();

  @Option(names = "--top", paramLabel = "N", defaultValue = "30", description = "rows, default 30")
  private int top;

  @Option(names = "--folded", description = "print folded stacks instead of the table")
  private boolean folded;

  @Option(names = "--speedscope", description = "print a file for speedscope instead of the table")
  private boolean speedscope;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = {
        "write the profile to a file instead: pprof, folded text if it ends in .folded or",
        ".txt, speedscope if in .speedscope.json, OTLP if in .otlp"
      })
  private @Nullable Path target;

  @Option(names = "--json", description = "print the rows as a JSON array")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Profile profile = profile();
    if (target != null) {
      ProfileFile.write(profile, target);
      return ExitCode.OK;
    }
    if (folded) {
      FoldedCodec.write(profile, out);
      out.flush();
      return ExitCode.OK;
    }
    if (speedscope) {
      SpeedscopeWriter.write(profile, out);
      out.flush();
      return ExitCode.OK;
    }
    var rows = FunctionTotal.of(profile, top);
    if (json) {
      out.println(JsonMapper.builder().build().writeValueAsString(rows));
      return ExitCode.OK;
    }
    long samples = Math.max(1, profile.samples());
    out.println(heading(profile));
    out.println("    self    total  function");
    for (FunctionTotal row : rows) {
      out.println(
          String.format(
              Locale.ROOT,
              "%7.2f%% %7.2f%%  %s",
              100.0 * row.self() / samples,
              100.0 * row.total() / samples,
              FunctionText.of(row.name(), row.module())));
    }
    return ExitCode.OK;
  }

  // Folded text and some pprof files do not tell how often they sampled.
  private static String heading(Profile profile) {
    String counted = "%d samples, %d lost".formatted(profile.samples(), profile.lost());
    return profile.period().isPositive()
        ? counted
            + String.format(
                Locale.ROOT, ", one sample = %.1f ms of CPU time", profile.period().toNanos() / 1e6)
        : counted;
  }

  private Profile profile() throws IOException {
    if (server.isAsked() == (file != null)) {
      throw new ParameterException(spec.commandLine(), "expected either FILE or --server");
    }
    return file == null
        ? server.profile()
        : ProfileFile.read(file, ProfileFilter.parse(server.filter()));
  }
}
