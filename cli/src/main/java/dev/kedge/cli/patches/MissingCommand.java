package dev.kedge.cli.patches;

import dev.kedge.cli.ExitCode;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.diff.PatchReader;
import dev.kedge.patches.fleet.FleetHit;
import dev.kedge.patches.fleet.FleetIssues;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.git.TrialPick;
import dev.kedge.patches.git.TrialPicks;
import dev.kedge.patches.index.CommitIndex;
import dev.kedge.patches.missing.IgnoreList;
import dev.kedge.patches.missing.KernelVulnerabilities;
import dev.kedge.patches.missing.MissingFix;
import dev.kedge.patches.missing.MissingQuery;
import dev.kedge.patches.missing.ScanResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kedge patches missing}: the fixes that upstream has and a branch lacks. */
@Command(
    name = "missing",
    description = {
      "Lists the fixes that upstream has and a branch lacks, whether they apply and which CVEs",
      "they close."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  kedge patches missing --branch my-6.6 --upstream origin/master",
      "  kedge patches missing --repo linux --branch v1 --upstream v2 --vulns vulns --json",
      "  kedge patches missing --branch my-6.6 --upstream origin/master --fleet"
          + " http://127.0.0.1:7878",
      "",
      "Exit code 1 when a fix is missing, or when something could not be checked."
    })
final class MissingCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private MissingOptions options = new MissingOptions();

  @Option(names = "--no-trial", description = "do not try whether the fixes apply")
  private boolean untried;

  @Mixin private FleetOption issues = new FleetOption();

  @Option(names = "--json", description = "print one JSON object per missing fix and line")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    GitRepository repository = options.repository();
    MissingQuery query = options.query(repository);
    IgnoreList ignored = options.ignored();
    KernelVulnerabilities vulnerabilities = options.vulnerabilities();
    FleetIssues fleet = issues.issues();
    LocalDate today = LocalDate.ofInstant(InstantSource.system().instant(), ZoneOffset.UTC);
    try (CommitIndex index = options.index(repository)) {
      ScanResult result = MissingOptions.scan(index, query, err);
      List<MissingFix> left =
          result.fixes().stream().filter(f -> ignored.holding(f, today).isEmpty()).toList();
      List<MissingFixText.Tried> tried = new ArrayList<>();
      Map<CommitId, List<FleetHit>> hits = hits(repository, fleet, left);
      try (TrialPicks picks = new TrialPicks(repository)) {
        Progress progress = new Progress(err, "trying fixes");
        for (MissingFix fix : left) {
          Optional<TrialPick> pick =
              untried ? Optional.empty() : Optional.of(picks.pick(fix.fix(), query.branch()));
          List<String> cves = vulnerabilities.closedBy(fix.fix(), fix.upstream());
          tried.add(
              new MissingFixText.Tried(fix, pick, cves, hits.getOrDefault(fix.fix(), List.of())));
          progress.at(tried.size(), left.size());
        }
      }
      MissingFixText text = new MissingFixText(out, err);
      if (json) {
        MissingFixText.ranked(tried).forEach(text::json);
      } else {
        text.table(tried);
      }
      text.account(result, result.fixes().size() - left.size(), ignored.expired(today));
      out.flush();
      return tried.isEmpty() && result.unchecked().isEmpty() ? ExitCode.OK : ExitCode.FINDING;
    }
  }

  /** What of the fleet's issues each fix touches; nothing is read where no issues are known. */
  private static Map<CommitId, List<FleetHit>> hits(
      GitRepository repository, FleetIssues fleet, List<MissingFix> fixes) {
    Map<CommitId, List<FleetHit>> hits = new HashMap<>();
    if (!fleet.isEmpty()) {
      Map<CommitId, String> subjects = new HashMap<>();
      fixes.forEach(fix -> subjects.put(fix.fix(), fix.subject()));
      new PatchReader(repository)
          .read(
              List.copyOf(subjects.keySet()),
              (id, patch) -> hits.put(id, fleet.hits(patch, subjects.getOrDefault(id, ""))));
    }
    return hits;
  }
}
