package dev.kedge.cli.patches;

import dev.kedge.cli.ExitCode;
import dev.kedge.model.Printable;
import dev.kedge.patches.Commit;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.PatchesException;
import dev.kedge.patches.git.CommitRange;
import dev.kedge.patches.git.CommitStream;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.provenance.Provenance;
import dev.kedge.patches.provenance.ProvenanceParser;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code kedge patches provenance}: where each commit of a range says it comes from. */
@Command(
    name = "provenance",
    description = "Says for each commit of a range where its message says it comes from.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  kedge patches provenance --repo linux --range v6.6.1..my-6.6 --json",
      "  kedge patches provenance --range HEAD"
    })
final class ProvenanceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private RepositoryOption options = new RepositoryOption();

  @Option(
      names = "--range",
      paramLabel = "RANGE",
      required = true,
      description = "BASE..HEAD, or one revision for everything it reaches")
  private String range = "HEAD";

  @Option(names = "--json", description = "print one JSON object per commit and line")
  private boolean json;

  private final ProvenanceParser parser = new ProvenanceParser();

  @Override
  public Integer call() {
    GitRepository repository = options.repository();
    List<CommitId> commits = repository.commits(CommitRange.parse(repository, range));
    List<CommitId> missing = new ArrayList<>();
    PrintWriter out = spec.commandLine().getOut();
    new CommitStream(repository).read(commits, commit -> print(out, commit), missing::add);
    out.flush();
    if (!missing.isEmpty()) {
      throw PatchesException.environment(
          "%d commits of the range are missing from the repository, such as %s"
              .formatted(missing.size(), missing.getFirst()));
    }
    return ExitCode.OK;
  }

  private void print(PrintWriter out, Commit commit) {
    Provenance provenance = parser.parse(commit);
    if (json) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("commit", commit.id().hex());
      line.put("class", provenance.kind().label());
      line.put("upstream", provenance.upstreamIds());
      out.println(JsonMapper.shared().writeValueAsString(line));
    } else {
      out.println(
          "%s  %-10s  %-12s  %s"
              .formatted(
                  commit.id().abbreviated(),
                  provenance.kind().label(),
                  provenance.upstreamIds().stream()
                      .findFirst()
                      .map(hex -> hex.substring(0, Math.min(12, hex.length())))
                      .orElse(""),
                  Printable.of(commit.subject(), 100)));
    }
  }
}
