package dev.kedge.cli.patches;

import dev.kedge.cli.ExitCode;
import dev.kedge.model.Printable;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.git.CommitRange;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.variance.FileVariance;
import dev.kedge.patches.variance.Interdiff;
import dev.kedge.patches.variance.Variance;
import dev.kedge.patches.variance.VarianceViewer;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code kedge patches variance}: how far backports differ from what they claim to carry. */
@Command(
    name = "variance",
    description = {
      "Holds each backport of a range against its upstream commits: identical, the same lines in",
      "other surroundings, or other lines. Exits 1 when lines differ and the message does not say",
      "so, or when a backport could not be compared."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  kedge patches variance v6.6.1..my-6.6",
      "  kedge patches variance origin/my-6.6..HEAD --interdiff"
    })
final class VarianceCommand implements Callable<Integer> {
  /** Lines both patches have that are shown around a difference. */
  private static final int SURROUNDINGS = 2;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private RepositoryOption options = new RepositoryOption();

  @Parameters(paramLabel = "RANGE", description = "BASE..HEAD")
  private String range = "HEAD";

  @Option(names = "--interdiff", description = "show the lines that differ")
  private boolean interdiff;

  @Option(names = "--json", description = "print one JSON object per backport and line")
  private boolean json;

  private final Map<Variance.Level, Integer> counts = new EnumMap<>(Variance.Level.class);
  private int undeclared;

  @Override
  public Integer call() {
    GitRepository repository = options.repository();
    PrintWriter out = spec.commandLine().getOut();
    new VarianceViewer(repository)
        .view(CommitRange.parse(repository, range), variance -> show(variance, out));
    if (!json) {
      out.println(summary());
    }
    out.flush();
    boolean unknown = counts.containsKey(Variance.Level.UNKNOWN);
    return undeclared > 0 || unknown ? ExitCode.FINDING : ExitCode.OK;
  }

  private void show(Variance variance, PrintWriter out) {
    counts.merge(variance.level(), 1, Integer::sum);
    undeclared += variance.undeclared() ? 1 : 0;
    if (json) {
      out.println(JsonMapper.shared().writeValueAsString(object(variance)));
      return;
    }
    out.println(
        "%s  %-9s  %4s  %-10s  %s"
            .formatted(
                variance.commit().abbreviated(),
                label(variance.level()),
                percent(variance),
                variance.undeclared() ? "undeclared" : "",
                Printable.of(variance.subject(), 100)));
    if (!variance.reason().isEmpty()) {
      out.println("    " + Printable.of(variance.reason(), 300));
    }
    if (interdiff) {
      variance.files().forEach(file -> showFile(file, out));
    }
  }

  private static String percent(Variance variance) {
    return variance.level() == Variance.Level.UNKNOWN
        ? ""
        : "%d%%".formatted((int) Math.floor(variance.similarity() * 100));
  }

  private static void showFile(FileVariance file, PrintWriter out) {
    String name =
        file.path().equals(file.upstreamPath())
            ? file.path()
            : file.path() + " (upstream " + file.upstreamPath() + ")";
    out.println("    " + Printable.of(name, 300));
    List<Interdiff.Line> lines = file.interdiff();
    for (int i = 0; i < lines.size(); i++) {
      if (near(lines, i)) {
        Interdiff.Line line = lines.get(i);
        String mark =
            switch (line.side()) {
              case BOTH -> " ";
              case UPSTREAM -> "<";
              case BACKPORT -> ">";
            };
        out.println("    " + mark + " " + Printable.of(line.text(), 400));
      }
    }
  }

  private static boolean near(List<Interdiff.Line> lines, int at) {
    int from = Math.max(0, at - SURROUNDINGS);
    int to = Math.min(lines.size(), at + SURROUNDINGS + 1);
    return lines.subList(from, to).stream().anyMatch(line -> line.side() != Interdiff.Side.BOTH);
  }

  private String summary() {
    if (counts.isEmpty()) {
      return "no commit of the range names an upstream commit";
    }
    String levels =
        counts.entrySet().stream()
            .map(count -> count.getValue() + " " + label(count.getKey()))
            .collect(Collectors.joining(", "));
    return levels + "; " + undeclared + " undeclared";
  }

  private static String label(Variance.Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> object(Variance variance) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("commit", variance.commit().hex());
    object.put("subject", variance.subject());
    object.put("upstream", variance.upstream().stream().map(CommitId::hex).toList());
    object.put("level", label(variance.level()));
    object.put("similarity", Math.floor(variance.similarity() * 1000) / 1000);
    object.put("declared", variance.declared());
    object.put("files", variance.files().stream().map(VarianceCommand::object).toList());
    object.put("reason", variance.reason());
    return object;
  }

  private static Map<String, Object> object(FileVariance file) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("path", file.path());
    object.put("upstreamPath", file.upstreamPath());
    object.put("level", label(file.level()));
    object.put(
        "interdiff",
        file.interdiff().stream().map(line -> label(line.side()) + " " + line.text()).toList());
    return object;
  }

  private static String label(Interdiff.Side side) {
    return side.name().toLowerCase(Locale.ROOT);
  }
}
