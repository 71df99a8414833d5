package dev.kedge.cli.patches;

import dev.kedge.cli.ExitCode;
import dev.kedge.patches.CommitId;
import dev.kedge.patches.PatchesException;
import dev.kedge.patches.fleet.FleetIssue;
import dev.kedge.patches.fleet.FleetIssues;
import dev.kedge.patches.git.GitRepository;
import dev.kedge.patches.git.Revision;
import dev.kedge.patches.index.CommitIndex;
import dev.kedge.patches.missing.KernelVulnerabilities;
import dev.kedge.patches.release.NamedValues;
import dev.kedge.patches.release.ReleaseItem;
import dev.kedge.patches.release.ReleaseNotes;
import dev.kedge.patches.release.ReleaseReader;
import dev.kedge.patches.release.Risk;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code kedge patches release}: the notes of a release and what deserves a second look. */
@Command(
    name = "release",
    description = {
      "Writes the notes of a release in Markdown: what came in by class and subsystem, fixes of"
          + " the",
      "fleet's own issues, CVEs, risks, and what the build changed."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  kedge patches release my-6.6.1 my-6.6.2 --upstream origin/master > notes.md",
      "  curl -s http://127.0.0.1:7878/api/v1/issues > issues.json",
      "  kedge patches release my-6.6.1 my-6.6.2 --issues issues.json \\",
      "      --old-config old/.config --config new/.config"
    })
final class ReleaseCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RepositoryOptions options = new RepositoryOptions();

  @Parameters(index = "0", paramLabel = "OLDER", description = "the release before")
  private String older = "";

  @Parameters(index = "1", paramLabel = "NEWER", description = "the release")
  private String newer = "";

  @Option(
      names = "--upstream",
      paramLabel = "REV",
      description = "the newest upstream commit known, default the release before")
  private Optional<String> upstream = Optional.empty();

  @Option(
      names = "--issues",
      paramLabel = "FILE",
      description = "the fleet's issues: a saved answer of the server's GET /api/v1/issues")
  private Optional<Path> issues = Optional.empty();

  @Option(
      names = "--vulns",
      paramLabel = "DIR",
      description = "a clone of the kernel's vulnerability data")
  private Optional<Path> vulns = Optional.empty();

  @Option(
      names = "--old-config",
      paramLabel = "FILE",
      description = "the configuration of the release before")
  private Optional<Path> oldConfig = Optional.empty();

  @Option(names = "--config", paramLabel = "FILE", description = "the release's configuration")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--old-symvers",
      paramLabel = "FILE",
      description = "Module.symvers of the release before")
  private Optional<Path> oldSymvers = Optional.empty();

  @Option(names = "--symvers", paramLabel = "FILE", description = "the release's Module.symvers")
  private Optional<Path> symvers = Optional.empty();

  @Option(names = "--json", description = "print one JSON object instead of Markdown")
  private boolean json;

  @Override
  public Integer call() {
    GitRepository repository = options.repository();
    CommitId before = repository.resolve(new Revision(older));
    CommitId after = repository.resolve(new Revision(newer));
    CommitId known = upstream.map(rev -> repository.resolve(new Revision(rev))).orElse(before);
    FleetIssues fleet = issues.map(FleetIssues::read).orElseGet(FleetIssues::none);
    KernelVulnerabilities data =
        vulns.map(KernelVulnerabilities::read).orElseGet(KernelVulnerabilities::none);
    List<NamedValues.Delta> options =
        delta("--old-config", oldConfig, "--config", config, NamedValues::config);
    List<NamedValues.Delta> symbols =
        delta("--old-symvers", oldSymvers, "--symvers", symvers, NamedValues::exportedSymbols);
    PrintWriter err = spec.commandLine().getErr();
    List<ReleaseItem> items;
    try (CommitIndex index = this.options.index(repository)) {
      RepositoryOptions.update(index, List.of(before, after, known), err);
      items =
          new ReleaseReader(index, fleet, data)
              .read(before, after, known, new Progress(err, "reading commits"));
    }
    ReleaseNotes notes = new ReleaseNotes(older, newer, items, options, symbols);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonMapper.shared().writeValueAsString(object(notes)));
    } else {
      out.print(notes.markdown());
    }
    out.flush();
    return ExitCode.OK;
  }

  private static List<NamedValues.Delta> delta(
      String oldName,
      Optional<Path> oldFile,
      String name,
      Optional<Path> file,
      Function<Path, NamedValues> reading) {
    if (oldFile.isPresent() != file.isPresent()) {
      throw PatchesException.input("give " + oldName + " and " + name + " together");
    }
    return oldFile.isPresent()
        ? reading.apply(oldFile.get()).to(reading.apply(file.orElseThrow()))
        : List.of();
  }

  private static Map<String, Object> object(ReleaseNotes notes) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("older", notes.older());
    root.put("newer", notes.newer());
    root.put("commits", notes.items().stream().map(ReleaseCommand::object).toList());
    root.put("config", notes.config());
    root.put("symbols", notes.symbols());
    return root;
  }

  private static Map<String, Object> object(ReleaseItem item) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("commit", item.commit().hex());
    object.put("subject", item.subject());
    object.put("class", item.kind().label());
    object.put("upstream", item.upstream());
    object.put("subsystem", item.subsystem());
    object.put("lines", item.lines());
    object.put("fix", item.fix());
    object.put("cves", item.cves());
    object.put("issues", item.issues().stream().map(FleetIssue::title).toList());
    object.put("risks", item.risks().stream().map(Risk::label).toList());
    return object;
  }
}
