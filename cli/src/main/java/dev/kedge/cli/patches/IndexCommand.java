package dev.kedge.cli.patches;

import dev.kedge.cli.ExitCode;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.git.Revision;
import dev.kedge.patches.index.CommitIndex;
import dev.kedge.patches.index.IndexUpdate;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code kedge patches index}: brings the index up to date. */
@Command(
    name = "index",
    description = {
      "Reads the commits that are not indexed yet. The other sub-commands do this for the"
          + " revisions",
      "they are given; call it after each fetch to have it done beforehand."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  kedge patches index --repo linux",
      "  kedge patches index --repo linux origin/master linux-6.6.y"
    })
final class IndexCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RepositoryOptions options = new RepositoryOptions();

  @Parameters(
      paramLabel = "REV",
      arity = "0..*",
      description = "index what these reach, default all branches and tags")
  private List<String> revisions = new ArrayList<>();

  @Option(names = "--json", description = "print the figures as JSON")
  private boolean json;

  @Override
  public Integer call() {
    GitRepository repository = options.repository();
    List<CommitId> tips =
        revisions.isEmpty()
            ? List.copyOf(repository.tips().values())
            : revisions.stream().map(text -> repository.resolve(new Revision(text))).toList();
    PrintWriter out = spec.commandLine().getOut();
    try (CommitIndex index = options.index(repository)) {
      IndexUpdate update = RepositoryOptions.update(index, tips, spec.commandLine().getErr());
      if (json) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("added", update.added());
        root.put("total", update.total());
        root.put("rebuilt", update.rebuilt());
        root.put("shallow", index.history().isCut());
        out.println(JsonMapper.shared().writeValueAsString(root));
      } else {
        out.println(
            "%,d commits indexed, %,d of them new%s"
                .formatted(
                    update.total(),
                    update.added(),
                    index.history().isCut()
                        ? "; the clone is shallow, older ones are not there"
                        : ""));
      }
    }
    out.flush();
    return ExitCode.OK;
  }
}
