package dev.kedge.cli;

import dev.kedge.profile.Profile;
import dev.kedge.profile.filter.ProfileFilter;
import dev.kedge.profile.flame.FlameDiff;
import dev.kedge.profile.flame.FunctionChange;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
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

/** {@code kedge profile diff}: which functions take another share of the CPU than before. */
@Command(
    name = "diff",
    description = "Compares two profiles: functions by the change of their share of the samples.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "z is the two-proportion z of the change: beyond 3 either way it is hardly noise.",
      "Examples:",
      "  kedge profile diff before.pb.gz after.pb.gz --top 20",
      "  kedge profile diff --server http://127.0.0.1:7878/ --last 1h \\",
      "    --base-filter \"kernel=6.12.* command=nginx\" --filter \"kernel=6.18.* command=nginx\""
    })
final class ProfileDiffCommand implements Callable<Integer> {
  private static final int MAX_NODES = 2_000_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..2",
      paramLabel = "BASE CURRENT",
      hideParamSyntax = true,
      description = "profile to compare with, and profile to look at; or else --server")
  private List<Path> files = List.of();

  @Mixin private ServerProfile server = new ServerProfile();

  @Option(
      names = "--base-filter",
      paramLabel = "FILTER",
      description = "filter of the base, default that of --filter")
  private @Nullable String baseFilter;

  @Option(
      names = "--base-to",
      paramLabel = "TIME",
      description = {
        "with --server: end of the base, which is as long as the span; default is the",
        "start of the span, and with --base-filter its end"
      })
  private @Nullable Instant baseTo;

  @Option(names = "--top", paramLabel = "N", defaultValue = "30", description = "rows, default 30")
  private int top;

  @Option(names = "--json", description = "print the rows as a JSON array")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (files.size() != (server.isAsked() ? 0 : 2)) {
      throw new ParameterException(spec.commandLine(), "expected either BASE CURRENT or --server");
    }
    Profile base = server.isAsked() ? serverBase() : file(0, baseFilter());
    Profile current = server.isAsked() ? server.profile() : file(1, server.filter());
    List<FunctionChange> changes = FlameDiff.of(base, current, MAX_NODES).functions(top);
    if (json) {
      out.println(JsonMapper.builder().build().writeValueAsString(changes));
      return ExitCode.OK;
    }
    out.println("    base   current    change        z  function");
    for (FunctionChange change : changes) {
      out.println(
          String.format(
              Locale.ROOT,
              "%7.2f%% %8.2f%% %+8.2f%% %+8.1f  %s",
              100 * change.baseShare(),
              100 * change.share(),
              100 * (change.share() - change.baseShare()),
              change.z(),
              FunctionText.of(change.name(), change.module())));
    }
    if (changes.isEmpty()) {
      out.println("no function changed its share");
    }
    return ExitCode.OK;
  }

  private Profile file(int index, String filter) throws IOException {
    return ProfileFile.read(files.get(index), ProfileFilter.parse(filter));
  }

  private String baseFilter() {
    return baseFilter == null ? server.filter() : baseFilter;
  }

  private Profile serverBase() throws IOException {
    Instant end = baseFilter == null ? server.from() : server.to();
    if (baseTo != null) {
      end = baseTo;
    }
    return server.profile(baseFilter(), end.minus(server.last()), end);
  }
}
