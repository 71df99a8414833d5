package dev.kedge.cli.patches;

import dev.kedge.cli.ExitCode;
import dev.kedge.model.Printable;
import dev.kedge.patches.Commit;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.PatchesException;
import dev.kedge.patches.git.CatFile;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.git.Revision;
import dev.kedge.patches.queue.CheckRun;
import dev.kedge.patches.queue.MergeQueue;
import dev.kedge.patches.queue.Proposal;
import dev.kedge.patches.queue.QueueTurn;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code kedge patches queue}: takes proposals into a branch once they have passed together. */
@Command(
    name = "queue",
    description = {
      "Merges proposals on trial, several at a time, runs the checks on the result and moves the",
      "branch when they pass. A batch that fails is halved until the proposal at fault is found;",
      "the others get in. No work tree is touched: a bare repository will do."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  kedge patches queue --repo linux.git --branch my-6.6 --checks checks.yaml topic-1 topic-2",
      "",
      "checks.yaml:",
      "  checks:",
      "    - name: policy",
      "      command: [kedge, patches, check, --repo, '{repo}', '{base}..{tip}', --preset,"
          + " bytedance]",
      "    - name: style",
      "      blocking: false",
      "      timeout: 600",
      "      command: [./style.sh, '{tip}']"
    })
final class QueueCommand implements Callable<Integer> {
  private static final int SHOWN_LOG_LINES = 20;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private RepositoryOption options = new RepositoryOption();

  @Option(
      names = "--branch",
      paramLabel = "BRANCH",
      required = true,
      description = "the branch that takes the proposals")
  private String branch = "";

  @Option(
      names = "--checks",
      paramLabel = "FILE",
      required = true,
      description = "the checks: a YAML file, see below")
  private Path checks = Path.of("");

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "8",
      description = "how many proposals are tried together, default 8")
  private int batch = 8;

  @Option(names = "--dry-run", description = "say what would be taken and leave the branch alone")
  private boolean dryRun;

  @Option(names = "--json", description = "print one JSON object per turn and line")
  private boolean json;

  @Parameters(
      paramLabel = "REV",
      arity = "1..*",
      description = "the newest commit of each proposal, the first to try first")
  private List<String> heads = new ArrayList<>();

  @Override
  public Integer call() {
    GitRepository repository = options.repository();
    CommitId tip = repository.resolve(new Revision("refs/heads/" + branch));
    MergeQueue queue = new MergeQueue(repository, QueueChecks.read(checks), batch);
    List<Proposal> waiting = proposals(repository);
    PrintWriter out = spec.commandLine().getOut();
    boolean rejected = false;
    while (!waiting.isEmpty()) {
      QueueTurn turn = queue.turn(tip, waiting);
      show(turn, waiting, out);
      if (turn.hold().isPresent()) {
        throw PatchesException.environment(
            "the queue stands still, %d proposals wait: %s"
                .formatted(turn.waiting().size(), turn.hold().get()));
      }
      if (!dryRun && !turn.tip().equals(tip) && !repository.moveBranch(branch, tip, turn.tip())) {
        throw PatchesException.environment(
            "branch %s moved while its proposals were checked: run the queue again"
                .formatted(Printable.of(branch, 100)));
      }
      tip = turn.tip();
      rejected |= !turn.rejected().isEmpty();
      waiting = waiting.stream().filter(p -> turn.waiting().contains(p.id())).toList();
    }
    out.flush();
    return rejected ? ExitCode.FINDING : ExitCode.OK;
  }

  private List<Proposal> proposals(GitRepository repository) {
    List<Proposal> proposals = new ArrayList<>();
    try (CatFile objects = new CatFile(repository)) {
      for (String name : heads) {
        CommitId head = repository.resolve(new Revision(name));
        Commit commit =
            objects
                .commit(head)
                .orElseThrow(
                    () -> PatchesException.environment("the repository lacks commit " + head));
        proposals.add(new Proposal(proposals.size() + 1L, name, commit.author().address(), head));
      }
    }
    return proposals;
  }

  private void show(QueueTurn turn, List<Proposal> proposals, PrintWriter out) {
    if (json) {
      out.println(JsonMapper.shared().writeValueAsString(object(turn, proposals)));
      out.flush();
      return;
    }
    for (CheckRun run : turn.runs()) {
      String outcome = run.result().outcome().name().toLowerCase(Locale.ROOT);
      out.println(
          "%-6s %s%s on %s (%d proposals)"
              .formatted(
                  outcome,
                  Printable.of(run.check(), 60),
                  run.blocking() ? "" : ", advisory",
                  run.tip().abbreviated(),
                  run.proposals().size()));
      if (!outcome.equals("pass")) {
        List<String> log = run.result().log().lines().toList();
        log.subList(Math.max(0, log.size() - SHOWN_LOG_LINES), log.size())
            .forEach(line -> out.println("    " + Printable.of(line, 300)));
      }
    }
    for (Proposal proposal : proposals) {
      String name = Printable.of(proposal.title(), 100);
      String why = turn.rejected().get(proposal.id());
      if (turn.merged().contains(proposal.id())) {
        out.println("taken     " + name);
      } else if (why != null) {
        out.println("sent back " + name + ": " + Printable.of(why, 300));
      }
    }
    out.flush();
  }

  private static Map<String, Object> object(QueueTurn turn, List<Proposal> proposals) {
    Map<Long, String> names = new LinkedHashMap<>();
    proposals.forEach(proposal -> names.put(proposal.id(), proposal.title()));
    Map<String, String> rejected = new LinkedHashMap<>();
    turn.rejected().forEach((id, why) -> rejected.put(names.getOrDefault(id, ""), why));
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("base", turn.base().hex());
    object.put("tip", turn.tip().hex());
    object.put("merged", turn.merged().stream().map(names::get).toList());
    object.put("rejected", rejected);
    object.put("waiting", turn.waiting().stream().map(names::get).toList());
    object.put("runs", turn.runs().stream().map(QueueCommand::object).toList());
    object.put("hold", turn.hold().orElse(""));
    return object;
  }

  private static Map<String, Object> object(CheckRun run) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("check", run.check());
    object.put("blocking", run.blocking());
    object.put("tip", run.tip().hex());
    object.put("outcome", run.result().outcome().name().toLowerCase(Locale.ROOT));
    object.put("log", run.result().log());
    return object;
  }
}
