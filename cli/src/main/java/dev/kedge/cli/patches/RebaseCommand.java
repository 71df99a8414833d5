package dev.kedge.cli.patches;

import dev.kedge.cli.ExitCode;
import dev.kedge.model.Printable;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.forecast.Effort;
import dev.kedge.patches.forecast.RebaseForecast;
import dev.kedge.patches.forecast.RebaseReplay;
import dev.kedge.patches.forecast.RebaseStep;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.git.Revision;
import dev.kedge.patches.index.CommitIndex;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code kedge patches rebase}: what moving a tree onto another base would meet. */
@Command(
    name = "rebase",
    description = {
      "Replays what a tree carries onto another base without touching the work tree: which commits",
      "apply, which conflict and where, which the new base has already."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  kedge patches rebase --branch my-6.6 --base v6.6 --onto v6.12",
      "  kedge patches rebase --branch my-6.6 --base v6.6 --onto v6.12 --all"
    })
final class RebaseCommand implements Callable<Integer> {
  private static final int SHOWN = 20;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RepositoryOptions options = new RepositoryOptions();

  @Mixin private TreeOptions tree = new TreeOptions();

  @Option(names = "--onto", paramLabel = "REV", required = true, description = "the new base")
  private String onto = "";

  @Option(names = "--all", description = "list every commit, not only those that need work")
  private boolean all;

  @Option(names = "--json", description = "print one JSON object per commit and line")
  private boolean json;

  @Override
  public Integer call() {
    GitRepository repository = options.repository();
    CommitId tip = tree.tip(repository);
    CommitId bottom = tree.base(repository);
    CommitId target = repository.resolve(new Revision(onto));
    PrintWriter err = spec.commandLine().getErr();
    PrintWriter out = spec.commandLine().getOut();
    try (CommitIndex index = options.index(repository)) {
      RepositoryOptions.update(index, List.of(tip, bottom, target), err);
      RebaseForecast forecast =
          new RebaseReplay(index).replay(tip, bottom, target, new Progress(err, "replaying"));
      if (json) {
        forecast
            .steps()
            .forEach(step -> out.println(JsonMapper.shared().writeValueAsString(object(step))));
      } else {
        print(forecast, out);
      }
    }
    out.flush();
    return ExitCode.OK;
  }

  private void print(RebaseForecast forecast, PrintWriter out) {
    for (RebaseStep step : forecast.steps()) {
      boolean easy =
          switch (step.outcome()) {
            case CLEAN, EMPTY, UPSTREAM -> true;
            case CONFLICT, FOLLOWS_CONFLICT, UNKNOWN -> false;
          };
      if (all || !easy) {
        out.println(
            "%s  %-16s  %s"
                .formatted(
                    step.commit().abbreviated(),
                    label(step.outcome()),
                    Printable.of(step.subject(), 100)));
        step.files().forEach(file -> out.println("    " + Printable.of(file, 200)));
        if (step.outcome() == RebaseStep.Outcome.UNKNOWN) {
          out.println("    " + Printable.of(step.evidence(), 300));
        }
      }
    }
    table("conflicts by subsystem", forecast.by(RebaseStep::subsystem), out);
    table("conflicts by owner", forecast.by(RebaseStep::owner), out);
    table("conflicts by file", forecast.byFile(), out);
    out.println();
    out.println(
        "%,d commits: %,d apply, %,d conflict, %,d follow from conflicts, %,d are upstream, %,d change nothing, %,d could not be tried"
            .formatted(
                forecast.steps().size(),
                forecast.count(RebaseStep.Outcome.CLEAN),
                forecast.count(RebaseStep.Outcome.CONFLICT),
                forecast.count(RebaseStep.Outcome.FOLLOWS_CONFLICT),
                forecast.count(RebaseStep.Outcome.UPSTREAM),
                forecast.count(RebaseStep.Outcome.EMPTY),
                forecast.count(RebaseStep.Outcome.UNKNOWN)));
    out.println(effort(forecast.effort()));
  }

  private static String effort(Effort effort) {
    return effort.known()
        ? "about %.0f hours, at %.1f adapted commits a person and day (median of %,d such days of this tree)"
            .formatted(effort.hours(), effort.adaptedPerDay(), effort.days())
        : "no estimate of hours: the history holds %,d person-days with commits that declare changes, 20 are needed"
            .formatted(effort.days());
  }

  private static void table(String head, List<RebaseForecast.Spot> spots, PrintWriter out) {
    if (spots.isEmpty()) {
      return;
    }
    out.println();
    out.println("%-60s  %9s  %9s".formatted(head, "conflicts", "following"));
    spots.stream()
        .limit(SHOWN)
        .forEach(spot ->
            out.println(
                "%-60s  %,9d  %,9d"
                    .formatted(Printable.of(spot.key(), 60), spot.conflicts(), spot.following())));
    if (spots.size() > SHOWN) {
      out.println("and %,d more".formatted(spots.size() - SHOWN));
    }
  }

  private static String label(RebaseStep.Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Map<String, Object> object(RebaseStep step) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("commit", step.commit().hex());
    object.put("subject", step.subject());
    object.put("owner", step.owner());
    object.put("subsystem", step.subsystem());
    object.put("outcome", label(step.outcome()));
    object.put("files", step.files());
    object.put("evidence", step.evidence());
    return object;
  }
}
