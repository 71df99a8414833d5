package dev.kedge.cli;

import dev.kedge.model.Printable;
import dev.kedge.profile.flame.FlameDiff;
import dev.kedge.profile.flame.FunctionChange;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
      "Example: kedge profile diff before.pb.gz after.pb.gz --top 20"
    })
final class ProfileDiffCommand implements Callable<Integer> {
  private static final int MAX_NODES = 2_000_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "BASE", description = "profile to compare with")
  private Path base = Path.of("");

  @Parameters(index = "1", paramLabel = "CURRENT", description = "profile to look at")
  private Path current = Path.of("");

  @Option(names = "--top", paramLabel = "N", defaultValue = "30", description = "rows, default 30")
  private int top;

  @Option(names = "--json", description = "print the rows as a JSON array")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    List<FunctionChange> changes =
        FlameDiff.of(ProfileFile.read(base), ProfileFile.read(current), MAX_NODES).functions(top);
    if (json) {
      out.println(JsonMapper.builder().build().writeValueAsString(changes));
      return ExitCode.OK;
    }
    out.println("    base   current    change        z  function");
    for (FunctionChange change : changes) {
      out.println(
          String.format(
              Locale.ROOT,
              "%7.2f%% %8.2f%% %+8.2f%% %+8.1f  %s  (%s)",
              100 * change.baseShare(),
              100 * change.share(),
              100 * (change.share() - change.baseShare()),
              change.z(),
              Printable.of(change.name(), 120),
              Printable.of(change.module(), 60)));
    }
    if (changes.isEmpty()) {
      out.println("no function changed its share");
    }
    return ExitCode.OK;
  }
}
